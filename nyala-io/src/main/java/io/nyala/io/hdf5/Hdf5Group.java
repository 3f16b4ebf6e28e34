// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A group for {@link Hdf5Writer}: subgroups, arrays and attributes. */
public final class Hdf5Group {
  private final Map<String, Object> children = new TreeMap<>();
  private final Map<String, Object> attributes = new LinkedHashMap<>();

  /** Creates an empty group. */
  public Hdf5Group() {}

  /**
   * Returns a subgroup, which is created if missing; the path may contain slashes.
   *
   * @throws IllegalArgumentException if a part of the path is an array
   */
  public Hdf5Group group(String path) {
    Hdf5Group group = this;
    for (String name : path.split("/")) {
      if (!name.isEmpty()) {
        Object child = group.children.computeIfAbsent(name, n -> new Hdf5Group());
        if (!(child instanceof Hdf5Group next)) {
          throw new IllegalArgumentException(path + ": \"" + name + "\" is an array");
        }
        group = next;
      }
    }
    return group;
  }

  /** Adds an array at a path, creating groups as needed. */
  public Hdf5Group put(String path, Hdf5Array array) {
    int slash = path.lastIndexOf('/');
    Hdf5Group parent = slash < 0 ? this : group(path.substring(0, slash));
    parent.children.put(path.substring(slash + 1), array);
    return this;
  }

  /** Sets a string attribute of any length. */
  public Hdf5Group attribute(String name, String text) {
    attributes.put(name, text);
    return this;
  }

  /** The maximum size of an attribute in a file, in bytes. */
  private static final int LIMIT = 64_512;

  /**
   * Sets an attribute of strings as Keras does: if it is too large for a file, it is split into
   * parts with numbered names.
   */
  public Hdf5Group attribute(String name, List<String> texts) {
    List<List<String>> parts = parts(texts);
    for (int i = 0; i < parts.size(); i++) {
      attributes.put(parts.size() == 1 ? name : name + i, List.copyOf(parts.get(i)));
    }
    return this;
  }

  private static List<List<String>> parts(List<String> texts) {
    int width = texts.stream().mapToInt(Hdf5Group::length).max().orElse(1);
    int most = Math.max(1, LIMIT / Math.max(1, width));
    List<List<String>> parts = new ArrayList<>();
    for (int i = 0; i == 0 || i < texts.size(); i += most) {
      parts.add(texts.subList(i, Math.min(texts.size(), i + most)));
    }
    return parts;
  }

  static int length(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
  }

  /** Returns groups and arrays by name, in the order in which files store them. */
  Map<String, Object> children() {
    return children;
  }

  /** Returns strings and lists of strings by name. */
  Map<String, Object> attributes() {
    return attributes;
  }
}
