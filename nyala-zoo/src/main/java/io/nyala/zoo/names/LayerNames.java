// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.names;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What another library calls the layers of a network. */
public final class LayerNames {
  private final String library;
  private final Map<String, String> theirs = new LinkedHashMap<>();
  private final Map<String, Integer> flattened = new HashMap<>();
  private final Set<String> alone = new HashSet<>();
  private Pattern architectures = Pattern.compile("");
  private Pattern old;
  private String renewed;

  /**
   * Creates an empty list.
   *
   * @param library the name of the library in messages
   */
  public LayerNames(String library) {
    this.library = library;
  }

  /** Returns the name of the library. */
  public String library() {
    return library;
  }

  /**
   * Adds a layer.
   *
   * @param ours its name here
   * @param their its name there, to which {@code .weight} and {@code .bias} are added
   */
  public LayerNames add(String ours, String their) {
    theirs.put(ours, their);
    return this;
  }

  /**
   * Adds a dense layer after a flattening, whose inputs are in another order there: channels before
   * positions.
   *
   * @param channels the number of channels
   */
  public LayerNames addFlattened(String ours, String their, int channels) {
    flattened.put(ours, channels);
    return add(ours, their);
  }

  /** Adds a layer of one weight, with the whole name of this weight there. */
  public LayerNames addWeight(String ours, String their) {
    alone.add(ours);
    return add(ours, their);
  }

  /** Sets the names of architectures, in configurations of timm, to which this list belongs. */
  public LayerNames architectures(String pattern) {
    architectures = Pattern.compile(pattern);
    return this;
  }

  /** Sets how arrays were called in old files; a replacement makes the newer names of them. */
  public LayerNames once(String pattern, String replacement) {
    old = Pattern.compile(pattern);
    renewed = replacement;
    return this;
  }

  boolean has(String architecture) {
    return architectures.matcher(architecture).matches();
  }

  /** Returns the name of a weight there, or null if the layer has none. */
  String of(String layer, String role) {
    String their = theirs.get(layer);
    return their == null || alone.contains(layer) ? their : their + "." + role;
  }

  /** Returns the channels in front of a flattening, or 0. */
  int channels(String ours) {
    return flattened.getOrDefault(ours, 0);
  }

  /** Returns all names of layers there, by those here. */
  Map<String, String> all() {
    return theirs;
  }

  /** Returns the part of layers whose weights are in a file. */
  public double share(Collection<String> names) {
    Set<String> known = inOrder(names).keySet();
    return theirs.keySet().stream().filter(layer -> known.contains(of(layer, "weight"))).count()
        / (double) theirs.size();
  }

  /**
   * Returns the arrays of a file by the names of this list. Programs put a prefix in front of all
   * names, such as {@code module.} or {@code model.}.
   */
  Map<String, String> inOrder(Collection<String> names) {
    Map<String, String> known = new LinkedHashMap<>();
    String first = theirs.values().iterator().next() + ".weight";
    String prefix = "";
    for (String name : names) {
      if (name.endsWith("." + first)) {
        prefix = name.substring(0, name.length() - first.length());
      }
      if (name.equals(first)) {
        prefix = "";
        break;
      }
    }
    for (String name : names) {
      String shorter = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
      known.put(old == null ? shorter : old.matcher(shorter).replaceFirst(renewed), name);
    }
    return known;
  }
}
