// SPDX-License-Identifier: Apache-2.0
package io.nyala.limits;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file may take at most when it is read. Each limit is a system property, looked at whenever
 * a file is read; its default depends on the heap, so that what is rejected could not be held
 * anyway, or is far beyond what honest files have.
 *
 * <p>A file that is too much for a limit is rejected by the reader's own exception, whose message
 * names the property.
 *
 * @param memory {@code nyala.limit.memory}: bytes of the heap that the content of one file may
 *     take, such as {@code 800m} or {@code 3g}; by default three quarters of the heap
 * @param ratio {@code nyala.limit.ratio}: how many times its own size a packed text file may unpack
 *     to, if that is more than 64 MB; 250 by default
 * @param pixels {@code nyala.limit.pixels}: pixels of an image; 268,435,456 by default
 * @param nesting {@code nyala.limit.nesting}: how deep objects and lists of a JSON text, or groups
 *     of an HDF5 file, may lie in one another; 200 by default
 */
public record Limits(long memory, long ratio, long pixels, int nesting) {
  private static final String PREFIX = "nyala.limit.";
  private static final long MEGABYTE = 1L << 20;

  /** Up to here a packed file may hold anything. */
  private static final long HARMLESS = 64 * MEGABYTE;

  /** Bytes of the heap that a byte of JSON can take: two short maps in four of them. */
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
   * Checks what is about to be put into the heap.
   *
   * @param bytes all that lies there at the same time
   * @param what names the file, and what in it takes that much
   * @throws LimitException if it is too much
   */
  public void checkMemory(long bytes, String what) throws LimitException {
    if (bytes > memory || bytes < 0) {
      throw new LimitException(
          ("%s: takes %s of memory, the limit is %s; a larger heap (-Xmx) raises it, and so does"
                  + " -D%smemory")
              .formatted(what, bytes < 0 ? "8 EB or more" : size(bytes), size(memory), PREFIX));
    }
  }

  /**
   * Checks the size of a JSON text, which takes many times as much when it has been read.
   *
   * @throws LimitException if it is too much
   */
  public void checkJson(long bytes, String what) throws LimitException {
    checkMemory(bytes * MEMORY_OF_JSON, "%s, a JSON text of %s".formatted(what, size(bytes)));
  }

  /**
   * Checks how much a packed text file has unpacked to so far.
   *
   * @throws LimitException if no honest file does
   */
  public void checkRatio(long packed, long unpacked, String what) throws LimitException {
    if (unpacked > HARMLESS && unpacked / ratio > packed) {
      throw new LimitException(
          ("%s: unpacks to more than %d times its %s, as files do that are made to fill memories;"
                  + " -D%sratio raises the limit")
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
   * Checks how deep things lie in one another.
   *
   * @throws LimitException if it is too deep
   */
  public void checkNesting(int depth, String what) throws LimitException {
    if (depth > nesting) {
      throw new LimitException(
          "%s: lies more than %d deep; -D%snesting raises the limit"
              .formatted(what, nesting, PREFIX));
    }
  }

  private static String size(long bytes) {
    return bytes < 10 * MEGABYTE
        ? "%,d bytes".formatted(bytes)
        : "%,d MB".formatted(bytes / MEGABYTE);
  }
}
