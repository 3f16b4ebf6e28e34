// SPDX-License-Identifier: Apache-2.0
package io.nyala.limits;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Limits on the resources that a file may use while it is read. Each limit is a system property,
 * which is read again for every file. The defaults reject only files that would not fit into the
 * heap anyway or that are far larger than any legitimate file.
 *
 * <p>A file that exceeds a limit is rejected with the reader's own exception, whose message names
 * the property.
 *
 * @param memory {@code nyala.limit.memory}: bytes of the heap that the content of one file may
 *     take, such as {@code 800m} or {@code 3g}; by default three quarters of the heap
 * @param ratio {@code nyala.limit.ratio}: the largest ratio of unpacked to packed size of a text
 *     file that unpacks to more than 64 MB; 250 by default
 * @param pixels {@code nyala.limit.pixels}: the largest number of pixels of an image; 268,435,456
 *     by default
 * @param nesting {@code nyala.limit.nesting}: the largest nesting depth of objects and lists in
 *     JSON, or of groups in an HDF5 file; 200 by default
 */
public record Limits(long memory, long ratio, long pixels, int nesting) {
  private static final String PREFIX = "nyala.limit.";
  private static final long MEGABYTE = 1L << 20;

  /** Up to this unpacked size, in bytes, any ratio is allowed. */
  private static final long HARMLESS = 64 * MEGABYTE;

  /** The heap bytes that one byte of JSON can take: four bytes of JSON can hold two short maps. */
  private static final int MEMORY_OF_JSON = 64;

  private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,15})([kmg]?)");

  /**
   * Returns the limits in force.
   *
   * @throws IllegalArgumentException if a property is not a positive number
   */
  public static Limits inForce() {
    return new Limits(
        property("memory", Runtime.getRuntime().maxMemory() / 4 * 3),
        property("ratio", 250),
        property("pixels", 1L << 28),
        (int) Math.min(property("nesting", 200), Integer.MAX_VALUE));
  }

  private static long property(String name, long other) {
    String text = System.getProperty(PREFIX + name);
    if (text == null) {
      return other;
    }
    Matcher amount = AMOUNT.matcher(text.toLowerCase(java.util.Locale.ROOT));
    if (!amount.matches() || Long.parseLong(amount.group(1)) == 0) {
      throw new IllegalArgumentException(
          "-D%s%s: expected a positive number such as 500, 800m or 3g, got \"%s\""
              .formatted(PREFIX, name, text));
    }
    int shift = 10 * ("kmg".indexOf(amount.group(2)) + 1);
    long value = Long.parseLong(amount.group(1));
    boolean plain = amount.group(2).isEmpty();
    return plain ? value : value > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : value << shift;
  }

  /**
   * Checks the heap memory about to be used.
   *
   * @param bytes all bytes in use at the same time
   * @param what the file, and its part that takes this memory, for the message
   * @throws LimitException if the limit is exceeded
   */
  public void checkMemory(long bytes, String what) throws LimitException {
    if (bytes > memory || bytes < 0) {
      throw new LimitException(
          ("%s: takes %s of memory, the limit is %s; to raise it, use a larger heap (-Xmx) or "
                  + "-D%smemory")
              .formatted(what, bytes < 0 ? "8 EB or more" : size(bytes), size(memory), PREFIX));
    }
  }

  /**
   * Checks the size of a JSON text, which takes many times its size once parsed.
   *
   * @throws LimitException if the limit is exceeded
   */
  public void checkJson(long bytes, String what) throws LimitException {
    checkMemory(bytes * MEMORY_OF_JSON, "%s, a JSON text of %s".formatted(what, size(bytes)));
  }

  /**
   * Checks the number of bytes unpacked so far from a packed text file.
   *
   * @throws LimitException if the ratio exceeds the limit
   */
  public void checkRatio(long packed, long unpacked, String what) throws LimitException {
    if (unpacked > HARMLESS && unpacked / ratio > packed) {
      throw new LimitException(
          ("%s: decompresses to more than %d times its %s, like a decompression bomb; -D%sratio "
                  + "raises the limit")
              .formatted(what, ratio, size(packed), PREFIX));
    }
  }

  /**
   * Checks the size of an image.
   *
   * @throws LimitException if it has too many pixels
   */
  public void checkPixels(long height, long width, String what) throws LimitException {
    if (width > 0 && height > pixels / width) {
      throw new LimitException(
          "%s: has %,d x %,d pixels, the limit is %,d; -D%spixels raises it"
              .formatted(what, height, width, pixels, PREFIX));
    }
  }

  /**
   * Checks the nesting depth.
   *
   * @throws LimitException if it is too deep
   */
  public void checkNesting(int depth, String what) throws LimitException {
    if (depth > nesting) {
      throw new LimitException(
          "%s: is nested more than %d levels deep; -D%snesting raises the limit"
              .formatted(what, nesting, PREFIX));
    }
  }

  private static String size(long bytes) {
    return bytes < 10 * MEGABYTE
        ? "%,d bytes".formatted(bytes)
        : "%,d MB".formatted(bytes / MEGABYTE);
  }
}
