// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor.npy;

import io.nyala.tensor.Shape;
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
  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** Where the length of the dictionary stands: after the magic and two bytes of version. */
  static final int LENGTH_AT = 8;

  private static final int ALIGNMENT = 64;
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

  /** Reads the dictionary; {@code what} names the file in messages. */
  static NpyHeader parse(String dictionary, String what) throws NpyException {
    Matcher descr = DESCR.matcher(dictionary);
    Matcher order = ORDER.matcher(dictionary);
    Matcher shape = SHAPE.matcher(dictionary);
    if (!descr.find() || !order.find() || !shape.find()) {
      throw new NpyException(
          what
              + ": expected a header with 'descr' (of plain numbers), 'fortran_order' and 'shape',"
              + " got "
              + dictionary.strip());
    }
    Shape extents = shapeOf(shape.group(1), what);
    if (order.group(1).equals("True") && extents.rank() > 1) {
      throw new NpyException(
          what
              + ": the array "
              + extents
              + " is stored column by column (fortran_order); save numpy.ascontiguousarray(a)");
    }
    return new NpyHeader(descr.group(1), extents);
  }

  private static Shape shapeOf(String text, String what) throws NpyException {
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
      throw new NpyException(what + ": cannot use the shape (" + text + "): " + e.getMessage(), e);
    }
  }

  /** Returns magic, version 1.0, length and dictionary, padded so that the data are aligned. */
  byte[] encode() {
    String extents =
        Arrays.stream(shape.dims()).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    String dictionary =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s%s), }"
            .formatted(descr, extents, shape.rank() == 1 ? "," : "");
    int start = LENGTH_AT + 2;
    int end = start + dictionary.length() + 1;
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
