// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import io.nyala.data.DataException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Read word vectors: GloVe's text, and word2vec's text and binary forms; {@code .gz} is unpacked.
 *
 * <p>Words are UTF-8; invalid bytes become U+FFFD, since the published files have some.
 */
public final class WordVectorFiles {
  private WordVectorFiles() {}

  /**
   * Reads lines of a word and its numbers, separated by spaces: GloVe's form, and word2vec's text,
   * which has a first line with the numbers of words and dimensions.
   *
   * @throws DataException if a line has another number of values than the first, or one is not a
   *     number; the line is named
   */
  public static WordVectors text(Path file) {
    String name = String.valueOf(file.getFileName());
    byte[] bytes = Archive.bytes(file);
    List<String> words = new ArrayList<>();
    Floats numbers = new Floats();
    int dimension = -1;
    int line = 0;
    for (int begin = 0; begin < bytes.length; ) {
      int end = begin;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      line++;
      // The word ends at the first space: String.split would also cut at exotic spaces within it.
      String[] parts = line(bytes, begin, end).split(" ");
      begin = end + 1;
      boolean header = line == 1 && parts.length == 2;
      if (header || parts.length == 1 && parts[0].isEmpty()) {
        continue;
      }
      dimension = dimension < 0 ? parts.length - 1 : dimension;
      if (parts.length - 1 != dimension) {
        throw new DataException(
            "%s line %d (\"%s\"): expected %d numbers as in the lines before, got %d"
                .formatted(name, line, parts[0], dimension, parts.length - 1));
      }
      words.add(parts[0]);
      for (int i = 1; i < parts.length; i++) {
        numbers.add(number(name, line, parts[i]));
      }
    }
    if (words.isEmpty()) {
      throw new DataException(name + ": no word vectors in it");
    }
    return new WordVectors(words, dimension, numbers.toArray());
  }

  private static String line(byte[] bytes, int begin, int end) {
    int last = end > begin && bytes[end - 1] == '\r' ? end - 1 : end;
    return new String(bytes, begin, last - begin, StandardCharsets.UTF_8);
  }

  private static float number(String file, int line, String text) {
    try {
      return Float.parseFloat(text);
    } catch (NumberFormatException e) {
      throw new DataException(
          file + " line " + line + ": expected a number, got \"" + text + "\"", e);
    }
  }

  /**
   * Reads word2vec's binary form: a line with the numbers of words and dimensions, then for each
   * word its bytes, a space, and little-endian float32 values.
   *
   * @throws DataException if the header is not that, or the file ends too early
   */
  public static WordVectors binary(Path file) {
    String name = String.valueOf(file.getFileName());
    byte[] bytes = Archive.bytes(file);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    String[] header = until(in, '\n', name, 0).trim().split(" ");
    int count;
    int dimension;
    try {
      count = natural(header[0]);
      dimension = natural(header[1]);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new DataException(
          name
              + ": expected the numbers of words and dimensions in the first line, got \""
              + String.join(" ", header)
              + "\"; hint: text(file) reads the text form",
          e);
    }
    // No more room than there are bytes: a damaged header may claim anything.
    List<String> words = new ArrayList<>(Math.min(count, bytes.length));
    Floats numbers = new Floats();
    for (int i = 0; i < count; i++) {
      // Some writers end each vector with a line feed, some do not.
      words.add(until(in, ' ', name, i).replace("\n", ""));
      if (in.remaining() < 4L * dimension) {
        throw cutOff(name, i, count);
      }
      for (int d = 0; d < dimension; d++) {
        numbers.add(in.getFloat());
      }
    }
    return new WordVectors(words, dimension, numbers.toArray());
  }

  private static int natural(String text) {
    int value = Integer.parseInt(text);
    if (value < 0) {
      throw new NumberFormatException(text);
    }
    return value;
  }

  private static String until(ByteBuffer in, char end, String name, int word) {
    int begin = in.position();
    while (in.hasRemaining()) {
      if (in.get() == end) {
        return new String(in.array(), begin, in.position() - 1 - begin, StandardCharsets.UTF_8);
      }
    }
    throw cutOff(name, word, -1);
  }

  private static DataException cutOff(String name, int word, int count) {
    return new DataException(
        "%s: ends within word %d%s; hint: fetch it again"
            .formatted(name, word + 1, count < 0 ? "" : " of " + count));
  }

  /** A float array that grows. */
  private static final class Floats {
    private float[] values = new float[1 << 12];
    private int size;

    void add(float value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, Math.addExact(size, size >> 1));
      }
      values[size++] = value;
    }

    float[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }
}
