// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.env;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Additional information from an environment: numbers by name. */
public final class Info {
  /** Kept from step to step, so that setting a known name again allocates nothing. */
  private static final class Entry {
    private double[] numbers;
    private boolean present;
  }

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** Creates an empty info. */
  Info() {}

  /** Removes all values. */
  void clear() {
    if (!entries.isEmpty()) {
      entries.values().forEach(e -> e.present = false);
    }
  }

  /** Sets a number. */
  public void put(String name, double number) {
    Entry entry = entry(name, 1);
    entry.numbers[0] = number;
  }

  /** Sets several numbers; copies them. */
  public void put(String name, double[] numbers) {
    System.arraycopy(numbers, 0, entry(name, numbers.length).numbers, 0, numbers.length);
  }

  private Entry entry(String name, int count) {
    Entry entry = entries.get(name);
    if (entry == null) {
      entry = new Entry();
      entries.put(name, entry);
    }
    if (entry.numbers == null || entry.numbers.length != count) {
      entry.numbers = new double[count];
    }
    entry.present = true;
    return entry;
  }

  /** Returns whether this step has a value for a name. */
  public boolean has(String name) {
    Entry entry = entries.get(name);
    return entry != null && entry.present;
  }

  /**
   * Returns a number.
   *
   * @throws IllegalArgumentException if there is no number of that name
   */
  public double get(String name) {
    return numbers(name)[0];
  }

  /**
   * Returns a copy of several numbers.
   *
   * @throws IllegalArgumentException if there are no numbers of that name
   */
  public double[] all(String name) {
    return numbers(name).clone();
  }

  private double[] numbers(String name) {
    if (!has(name)) {
      throw new IllegalArgumentException(
          "this step's info has no \"%s\"; it has %s".formatted(name, names()));
    }
    return entries.get(name).numbers;
  }

  /** Returns the names of the values of this step. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    entries.forEach(
        (name, e) -> {
          if (e.present) {
            names.add(name);
          }
        });
    return names;
  }

  @Override
  public String toString() {
    Map<String, String> shown = new LinkedHashMap<>();
    names().forEach(name -> shown.put(name, Arrays.toString(entries.get(name).numbers)));
    return shown.toString();
  }
}
