// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor.npy;

import io.nyala.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The dictionary at the front of a {@code .npy} file, for example {@code {'descr': '<f4',
 * 'fortran_order': False, 'shape': (2, 3), }}.
 *
 * @param descr NumPy's name of the element type
 * @param shape the extents
 */
record NpyHeader(String descr, Shape shape) {
  /** Longer than any dictionary of plain numbers. */
  private static final int MOST = 1 << 16;

  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** Where the length of the dictionary stands: after the magic and two bytes of version. */
  static final int LENGTH_AT = 8;

  private static final int ALIGNMENT = 64;
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

  /** The remainder of a dictionary without its three entries. */
  private static final Pattern REST = Pattern.compile("\\s*\\{[\\s,]*\\}\\s*");

  /** A tuple without its brackets; a single extent has a comma behind it. */
  private static final Pattern EXTENTS =
      Pattern.compile("\\s*|(\\s*\\d+L?\\s*,)+(\\s*\\d+L?)?\\s*");

  /**
   * Reads magic, version and dictionary, and leaves the stream where the data begin.
   *
   * @param what names the file in messages
   * @throws NpyException if they are not there, or not those of an array of numbers
   */
  static NpyHeader read(InputStream in, String what) throws IOException {
    byte[] front = in.readNBytes(LENGTH_AT + 2);
    int magic = MAGIC.length;
    if (front.length < LENGTH_AT + 2 || !Arrays.equals(front, 0, magic, MAGIC, 0, magic)) {
      throw new NpyException(what + ": not a NumPy array (.npy)");
    }
    int version = front[magic];
    if (version < 1 || version > 3 || front[magic + 1] != 0) {
      throw new NpyException(
          "%s: .npy version %d.%d is not supported, expected 1.0 to 3.0"
              .formatted(what, version, front[magic + 1]));
    }
    long length = front[LENGTH_AT] & 0xff | (front[LENGTH_AT + 1] & 0xff) << 8;
    if (version > 1) {
      byte[] rest = in.readNBytes(2);
      length = rest.length < 2 ? -1 : length | (rest[0] & 0xffL) << 16 | (rest[1] & 0xffL) << 24;
    }
    if (length < 0 || length > MOST) {
      throw new NpyException(
          "%s: the header is truncated or not that of a numeric array: it declares %d bytes"
              .formatted(what, length));
    }
    byte[] dictionary = in.readNBytes((int) length);
    if (dictionary.length < length) {
      throw new NpyException(
          "%s: the header is truncated: it has %d bytes, but %d were read"
              .formatted(what, length, dictionary.length));
    }
    return parse(new String(dictionary, StandardCharsets.UTF_8), what);
  }

  /** Reads the dictionary; {@code what} names the file in messages. */
  private static NpyHeader parse(String dictionary, String what) throws NpyException {
    Matcher descr = DESCR.matcher(dictionary);
    Matcher order = ORDER.matcher(dictionary);
    Matcher shape = SHAPE.matcher(dictionary);
    if (!descr.find() || !order.find() || !shape.find()) {
      throw new NpyException(
          what
              + ": expected a header with 'descr' (of a numeric type), 'fortran_order' and "
              + "'shape', got "
              + dictionary.strip());
    }
    Shape extents = shapeOf(shape.group(1), what);
    String type = descr.group(1);
    boolean byColumns = order.group(1).equals("True");
    String rest = dictionary;
    for (Matcher entry : new Matcher[] {descr, order, shape}) {
      rest = rest.replace(entry.group(), "");
    }
    if (!REST.matcher(rest).matches() || isTwice(descr) || isTwice(order) || isTwice(shape)) {
      throw new NpyException(
          what
              + ": expected a header with 'descr', 'fortran_order' and 'shape', each exactly "
              + "once, got "
              + dictionary.strip());
    }
    if (byColumns && extents.rank() > 1) {
      throw new NpyException(
          what
              + ": the array "
              + extents
              + " is stored column by column (fortran_order); save numpy.ascontiguousarray(a)");
    }
    return new NpyHeader(type, extents);
  }

  private static boolean isTwice(Matcher entry) {
    return entry.reset().results().count() > 1;
  }

  private static Shape shapeOf(String text, String what) throws NpyException {
    if (!EXTENTS.matcher(text).matches()) {
      throw new NpyException(
          what + ": expected a shape such as (3, 4) or (3,), got (" + text + ")");
    }
    try {
      int[] dims =
          Arrays.stream(text.split(","))
              .map(String::strip)
              .filter(s -> !s.isEmpty())
              .mapToInt(s -> Integer.parseInt(s.endsWith("L") ? s.substring(0, s.length() - 1) : s))
              .toArray();
      Shape shape = Shape.of(dims);
      shape.size(); // throws when an int cannot hold it
      return shape;
    } catch (IllegalArgumentException e) {
      throw new NpyException(what + ": unsupported shape (" + text + "): " + e.getMessage(), e);
    }
  }

  /**
   * Returns how many bytes of data there must be.
   *
   * @throws NpyException if the elements are of a type that is not read
   */
  long bytes(String what) throws NpyException {
    long width =
        switch (descr) {
          case "<f4", "<i4" -> 4;
          case "<f8", "<i8" -> 8;
          case "|b1", "|u1" -> 1;
          default ->
              throw new NpyException(
                  "%s: elements of type %s; expected one of <f4, <f8, <i4, <i8, |u1, |b1"
                      .formatted(what, descr));
        };
    return width * shape.size();
  }

  /** Returns how many bytes of memory the tensor takes. */
  long memory() {
    return 4L * shape.size();
  }

  /** Throws unless there are as many bytes of data as there must be. */
  void checkBytes(long got, String what) throws NpyException {
    long needed = bytes(what);
    if (got != needed) {
      throw new NpyException(
          "%s: %s, %s of %s needs %d bytes of data, got %d"
              .formatted(what, got < needed ? "truncated" : "too long", shape, descr, needed, got));
    }
  }

  /**
   * Returns magic, version 1.0, length and dictionary, padded so that the data are aligned.
   *
   * @param least the least number of bytes
   */
  byte[] encode(int least) {
    String extents =
        Arrays.stream(shape.dims()).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    String dictionary =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s%s), }"
            .formatted(descr, extents, shape.rank() == 1 ? "," : "");
    int start = LENGTH_AT + 2;
    int end = Math.max(least, start + dictionary.length() + 1);
    end += (ALIGNMENT - end % ALIGNMENT) % ALIGNMENT;
    byte[] bytes = new byte[end];
    Arrays.fill(bytes, (byte) ' ');
    System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
    bytes[MAGIC.length] = 1;
    bytes[MAGIC.length + 1] = 0;
    bytes[LENGTH_AT] = (byte) (end - start);
    bytes[LENGTH_AT + 1] = (byte) ((end - start) >> 8);
    byte[] text = dictionary.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, bytes, start, text.length);
    bytes[end - 1] = '\n';
    return bytes;
  }
}
