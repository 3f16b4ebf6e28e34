// SPDX-License-Identifier: Apache-2.0
package io.nyala.settings;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Creates objects of one kind from their Keras names and settings. Users can register their own.
 *
 * @param <T> the kind of object
 */
public final class Registry<T> {
  private final String noun;
  private final Map<String, Function<Settings, ? extends T>> readers = new ConcurrentHashMap<>();

  /**
   * Creates an empty registry. The noun names the kind of object, for example {@code
   * "initializer"}.
   */
  public Registry(String noun) {
    this.noun = noun;
  }

  /** Registers a function that creates an object from its settings, under all given names. */
  public Registry<T> add(Function<Settings, ? extends T> reader, String... names) {
    Arguments.given("the reader of " + noun + "s", reader);
    for (String name : Arguments.eachGiven(noun + " names", names)) {
      readers.put(name, reader);
    }
    return this;
  }

  /** Returns whether something is registered under this name. */
  public boolean has(String name) {
    return readers.containsKey(Arguments.given("the name of " + noun, name));
  }

  /** Returns all names, in order. */
  public Set<String> names() {
    return new TreeSet<>(readers.keySet());
  }

  /**
   * Creates an object with the default settings.
   *
   * @throws IllegalArgumentException if the name is unknown
   */
  public T byName(String name) {
    return make(name, Map.of());
  }

  /**
   * Creates an object with the given settings and defaults for the others.
   *
   * @throws IllegalArgumentException if the name is unknown or a setting is wrong
   */
  public T make(String name, Map<String, ?> config) {
    Function<Settings, ? extends T> reader =
        readers.get(Arguments.given("the name of " + noun, name));
    if (reader == null) {
      throw new IllegalArgumentException(
          "unknown %s \"%s\": %s; register custom ones before loading"
              .formatted(noun, name, Names.hint(name, names())));
    }
    return reader.apply(new Settings(name, config));
  }

  /**
   * Creates an object from its form in a file: null gives null, a string is a name, a map has a
   * class name (or a registered name) and settings.
   *
   * @throws IllegalArgumentException if the form or the name is unknown or a setting is wrong
   */
  public T read(Object form) {
    if (form == null) {
      return null;
    }
    if (form instanceof String name) {
      return byName(name);
    }
    if (form instanceof Map<?, ?> map && map.get("class_name") instanceof String className) {
      String name =
          map.get("registered_name") instanceof String r && readers.containsKey(r) ? r : className;
      return make(name, config(map));
    }
    throw new IllegalArgumentException(
        "cannot read %s from %s: expected a name or {class_name, config}".formatted(noun, form));
  }

  private Map<String, ?> config(Map<?, ?> form) {
    Object config = form.get("config");
    if (config == null) {
      return Map.of();
    }
    if (config instanceof Map<?, ?> map) {
      @SuppressWarnings("unchecked") // keys of JSON objects are strings
      Map<String, ?> settings = (Map<String, ?>) map;
      return settings;
    }
    throw new IllegalArgumentException(
        "%s: config must be an object, got %s".formatted(form.get("class_name"), config));
  }
}
