// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A checksum of the content of a file.
 *
 * @param algorithm how it is computed
 * @param hex the value, as hexadecimal digits in lower case
 */
public record Checksum(Algorithm algorithm, String hex) {
  /** The algorithms of published checksums. */
  public enum Algorithm {
    /** Finds damaged and truncated files, but no forgery. Keras publishes most of its files so. */
    MD5("MD5", 32),

    /** Finds forgery too. */
    SHA256("SHA-256", 64);

    private final String text;
    private final int digits;

    Algorithm(String text, int digits) {
      this.text = text;
      this.digits = digits;
    }

    /** Returns a new computation. */
    MessageDigest digest() {
      try {
        return MessageDigest.getInstance(text);
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("every Java platform has " + text, e);
      }
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * Creates a checksum.
   *
   * @throws IllegalArgumentException if the value does not have the digits of the algorithm
   */
  public Checksum {
    hex = hex.toLowerCase(Locale.ROOT);
    if (!hex.matches("[0-9a-f]{" + algorithm.digits + "}")) {
      throw new IllegalArgumentException(
          "%s: expected %d hexadecimal digits, got '%s'"
              .formatted(algorithm, algorithm.digits, hex));
    }
  }

  /** Returns an MD5 checksum with the given value. */
  public static Checksum md5(String hex) {
    return new Checksum(Algorithm.MD5, hex);
  }

  /** Returns a SHA-256 checksum with the given value. */
  public static Checksum sha256(String hex) {
    return new Checksum(Algorithm.SHA256, hex);
  }

  /** Returns the result of a computation. */
  static Checksum of(Algorithm algorithm, MessageDigest digest) {
    return new Checksum(algorithm, HexFormat.of().formatHex(digest.digest()));
  }

  @Override
  public String toString() {
    return algorithm + " " + hex;
  }
}
