// SPDX-License-Identifier: Apache-2.0
package io.nyala.legacy;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The version of Keras that wrote a model.
 *
 * @param major the major version, for example 2
 * @param minor the minor version, for example 13
 * @param inTensorFlow whether it was the Keras inside TensorFlow, which differs from the standalone
 *     one
 */
public record KerasVersion(int major, int minor, boolean inTensorFlow) {
  /** The key of the version in a model's form. */
  public static final String KEY = "keras_version";

  /** The version assumed if the file does not specify it and it cannot be inferred. */
  public static final KerasVersion UNKNOWN = new KerasVersion(2, 0, false);

  /** The version that is written, and to which others are converted. */
  static final KerasVersion PRESENT = new KerasVersion(3, 0, true);

  /** From this version on, standalone Keras and the one inside TensorFlow are the same. */
  private static final int ONE_KERAS = 4;

  private static final Set<String> KERAS_1 =
      Set.of("nb_filter", "border_mode", "init", "inner_init", "dim_ordering", "W_regularizer");

  /**
   * Parses a version such as {@code 2.4.0} or {@code 2.2.4-tf}. Returns null for an invalid
   * version.
   */
  public static KerasVersion parse(String text) {
    if (text == null || !text.matches("[0-9]{1,4}\\.[0-9]{1,4}.*")) {
      return text != null && text.matches("[0-9]{1,4}")
          ? new KerasVersion(Integer.parseInt(text), 0, false)
          : null;
    }
    String[] parts = text.split("[^0-9]+");
    int major = Integer.parseInt(parts[0]);
    int minor = Integer.parseInt(parts[1]);
    boolean merged = major > 2 || major == 2 && minor >= ONE_KERAS;
    return new KerasVersion(major, minor, merged || text.endsWith("-tf"));
  }

  /**
   * Returns the version stored in a model's form. If there is none, it is inferred: from settings
   * that only Keras 1 had, or from inputs in the form used up to Keras 2. Otherwise it is that of
   * Keras 3.
   */
  public static KerasVersion of(Map<String, ?> form) {
    KerasVersion said = form.get(KEY) instanceof String text ? parse(text) : null;
    if (said != null) {
      return said;
    }
    if (has(form, KERAS_1)) {
      return new KerasVersion(1, 0, false);
    }
    boolean older = form.get("config") instanceof List<?> || has(form, Set.of("batch_input_shape"));
    return older && !has(form, Set.of("module")) ? UNKNOWN : PRESENT;
  }

  private static boolean has(Object part, Set<String> keys) {
    return switch (part) {
      case Map<?, ?> map ->
          map.keySet().stream().anyMatch(keys::contains)
              || map.values().stream().anyMatch(each -> has(each, keys));
      case List<?> list -> list.stream().anyMatch(each -> has(each, keys));
      case null, default -> false;
    };
  }

  /** Returns whether this version is older than another. */
  public boolean before(int otherMajor, int otherMinor) {
    return major < otherMajor || major == otherMajor && minor < otherMinor;
  }

  @Override
  public String toString() {
    return "Keras " + major + "." + minor;
  }
}
