// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import java.util.List;

/**
 * A value under a tag.
 *
 * @param tag its name
 * @param plugin the plugin that shows it, empty where the file does not say
 * @param content what it is
 */
public record Summary(String tag, String plugin, Content content) {
  /** What a value is. */
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
   * Pictures.
   *
   * @param width in pixels
   * @param height in pixels
   * @param encoded the content of an image file each, usually PNG
   */
  public record Images(int width, int height, List<byte[]> encoded) implements Content {}

  /**
   * Text.
   *
   * @param lines one or several texts
   */
  public record Text(List<String> lines) implements Content {}

  /** Anything else: other plugins' values. */
  public record Other() implements Content {}
}
