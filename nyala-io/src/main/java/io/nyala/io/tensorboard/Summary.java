// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import java.util.List;

/**
 * A tagged value.
 *
 * @param tag the name of the tag
 * @param plugin the plugin that displays the value, empty if not in the file
 * @param content the value
 */
public record Summary(String tag, String plugin, Content content) {
  /** The type of a value. */
  public sealed interface Content {}

  /**
   * A number.
   *
   * @param value the number
   */
  public record Scalar(double value) implements Content {}

  /**
   * A histogram.
   *
   * @param bins its bins
   */
  public record Histogram(Bins bins) implements Content {}

  /**
   * Images.
   *
   * @param width the width in pixels
   * @param height the height in pixels
   * @param encoded the encoded image files, usually PNG
   */
  public record Images(int width, int height, List<byte[]> encoded) implements Content {}

  /**
   * Text.
   *
   * @param lines one or more strings
   */
  public record Text(List<String> lines) implements Content {}

  /** Anything else: other plugins' values. */
  public record Other() implements Content {}
}
