// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import io.nyala.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Reads word vectors in GloVe's text format and word2vec's text and binary formats; {@code .gz}
 * files are unpacked.
 *
 * <p>Words are UTF-8; invalid bytes become U+FFFD, because published files contain some.
 */
public final class WordVectorFiles {
  private WordVectorFiles() {}

  /** Longer than a line of a million numbers. */
  private static final int LONGEST_LINE = 1 << 24;

  /** Longer than any word. */
  private static final int LONGEST_WORD = 1 << 16;

  /**
   * Reads lines of a word and its numbers, separated by spaces: GloVe's format, and word2vec's text
   * format, which has a first line with the numbers of words and dimensions.
   *
   * @throws DataException if lines have different numbers of values, a value is not a finite
   *     number, or the first line does not match the file; the line is named
   */
  public static WordVectors text(Path file) {
    String name = String.valueOf(file.getFileName());
    return reading(file, in -> text(name, in));
  }

  private static WordVectors text(String name, ByteLines in) throws IOException {
    VectorCollector all = new VectorCollector(name);
    int[] header = null;
    int dimension = -1;
    int line = 0;
    while (in.hasMore()) {
      line++;
      String text = in.until('\n', false, LONGEST_LINE);
      int last = text.endsWith("\r") ? text.length() - 1 : text.length();
      // The word ends at the first space: \\s would also cut at exotic spaces within it.
      String[] parts = text.substring(0, last).split(" ");
      if (line == 1 && parts.length == 2 && isNatural(parts[0]) && isNatural(parts[1])) {
        header = new int[] {Integer.parseInt(parts[0]), Integer.parseInt(parts[1])};
        continue;
      }
      if (parts.length == 0 || parts.length == 1 && parts[0].isEmpty()) {
        continue;
      }
      dimension = dimension < 0 ? parts.length - 1 : dimension;
      if (parts.length - 1 != dimension) {
        throw new DataException(
            "%s line %d (\"%s\"): expected %d numbers as in the lines before, got %d"
                .formatted(name, line, parts[0], dimension, parts.length - 1));
      }
      all.word(parts[0]);
      for (int i = 1; i < parts.length; i++) {
        all.number(number(name, line, parts[i]), name + " line " + line);
      }
    }
    if (all.words() == 0) {
      throw new DataException(name + ": it contains no word vectors");
    }
    if (header != null && (header[0] != all.words() || header[1] != dimension)) {
      throw new DataException(
          ("%s: the first line says %d words of %d numbers, but the file has %d of %d; is it "
                  + "truncated?")
              .formatted(name, header[0], header[1], all.words(), dimension));
    }
    return all.vectors(dimension);
  }

  private static boolean isNatural(String text) {
    return text.matches("[0-9]{1,9}");
  }

  /** Accepts only decimal numbers, because Java's parser accepts more formats. */
  private static float number(String file, int line, String text) {
    if (!text.isEmpty() && text.chars().allMatch(c -> "0123456789.+-eE".indexOf(c) >= 0)) {
      try {
        return Float.parseFloat(text);
      } catch (NumberFormatException e) {
        throw noNumber(file, line, text);
      }
    }
    throw noNumber(file, line, text);
  }

  private static DataException noNumber(String file, int line, String text) {
    return new DataException(file + " line " + line + ": expected a number, got \"" + text + "\"");
  }

  /**
   * Reads word2vec's binary format: a line with the numbers of words and dimensions, then for each
   * word its bytes, a space, and little-endian float32 values.
   *
   * @throws DataException if the header is malformed, the file is too short or too long, or a
   *     number is not finite
   */
  public static WordVectors binary(Path file) {
    String name = String.valueOf(file.getFileName());
    return reading(file, in -> binary(name, in));
  }

  private static WordVectors binary(String name, ByteLines in) throws IOException {
    String header = word(in, '\n', name, 0).trim();
    String[] parts = header.split(" ");
    if (parts.length != 2 || !isNatural(parts[0]) || !isNatural(parts[1])) {
      throw new DataException(
          name
              + ": expected the numbers of words and dimensions in the first line, got \""
              + header
              + "\"; hint: text(file) reads the text format");
    }
    int count = Integer.parseInt(parts[0]);
    int dimension = Integer.parseInt(parts[1]);
    VectorCollector all = new VectorCollector(name);
    byte[] piece = new byte[1 << 16];
    ByteBuffer numbers = ByteBuffer.wrap(piece).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      // Some programs write a line feed after each vector, others do not.
      String word = word(in, ' ', name, i).replace("\n", "");
      all.word(word);
      String place = "%s, word %d (\"%s\")".formatted(name, i + 1, word);
      for (int d = 0; d < dimension; ) {
        int n = Math.min(dimension - d, piece.length / Float.BYTES);
        if (!in.fill(piece, Float.BYTES * n)) {
          throw cutOff(name, i, count);
        }
        numbers.clear();
        for (int end = d + n; d < end; d++) {
          all.number(numbers.getFloat(), place);
        }
      }
    }
    while (in.hasMore()) {
      byte b = in.next();
      if (b != '\n' && b != '\r') {
        throw new DataException(
            "%s: there is more data after the %d words of the first line".formatted(name, count));
      }
    }
    return all.vectors(dimension);
  }

  private static String word(ByteLines in, char end, String name, int word) throws IOException {
    String text = in.until(end, true, LONGEST_WORD);
    if (text == null) {
      throw cutOff(name, word, -1);
    }
    return text;
  }

  private static DataException cutOff(String name, int word, int count) {
    return new DataException(
        "%s: ends within word %d%s; hint: download it again"
            .formatted(name, word + 1, count < 0 ? "" : " of " + count));
  }

  @FunctionalInterface
  private interface Reading {
    WordVectors from(ByteLines in) throws IOException;
  }

  private static WordVectors reading(Path file, Reading reading) {
    try (InputStream in = Archive.open(file)) {
      return reading.from(new ByteLines(String.valueOf(file.getFileName()), in));
    } catch (IOException e) {
      throw Archive.unreadable(file, e);
    }
  }
}
