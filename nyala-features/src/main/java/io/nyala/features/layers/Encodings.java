// SPDX-License-Identifier: Apache-2.0
package io.nyala.features.layers;

import io.nyala.settings.Settings;
import java.util.List;

/** Settings that the layers of Keras for text and categories have in common. */
final class Encodings {
  private Encodings() {}

  /** Returns both halves of the key of the hash, or null. */
  static long[] salt(Settings s) {
    Object salt = s.get("salt");
    if (salt == null) {
      return null;
    }
    if (salt instanceof Number key) {
      return new long[] {key.longValue(), key.longValue()};
    }
    if (salt instanceof List<?> list
        && list.size() == 2
        && list.get(0) instanceof Number first
        && list.get(1) instanceof Number second) {
      return new long[] {first.longValue(), second.longValue()};
    }
    throw new IllegalArgumentException(
        "%s: salt must be an integer or two, got %s".formatted(s.className(), salt));
  }

  /** Returns the output mode, also by its names of earlier versions. */
  static IndexOutput outputMode(Settings s) {
    return switch (s.getString("output_mode", "int")) {
      case "binary" -> IndexOutput.MULTI_HOT;
      case "tf-idf" -> IndexOutput.TF_IDF;
      default -> s.getEnum("output_mode", IndexOutput.INT);
    };
  }

  /** Returns a positive integer that may be missing. */
  static Integer countOrNull(Settings s, String key) {
    return s.has(key) ? positive(s.className(), key, s.getInt(key)) : null;
  }

  /** Returns a setting that must be positive. */
  static int positive(String layer, String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "%s: %s must be positive, got %d".formatted(layer, key, value));
    }
    return value;
  }

  /** Refuses other encodings of text than UTF-8. */
  static void requireUtf8(Settings s) {
    String encoding = s.getString("encoding", "utf-8");
    if (!encoding.replace("-", "").equalsIgnoreCase("utf8")) {
      throw new IllegalArgumentException(
          "%s: encoding must be utf-8, got %s".formatted(s.className(), encoding));
    }
  }

  /** Refuses sparse results, which do not exist here. */
  static void refuseSparse(Settings s) {
    if (s.getBoolean("sparse", false)) {
      throw new IllegalArgumentException(
          s.className() + ": sparse=true is not supported; the results are dense");
    }
  }
}
