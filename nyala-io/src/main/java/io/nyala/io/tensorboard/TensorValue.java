// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor of an event file: numbers as doubles, or strings.
 *
 * @param rank the number of axes
 * @param numbers the numbers, as many as there are
 * @param strings the strings
 */
record TensorValue(int rank, double[] numbers, List<byte[]> strings) {
  private static final int FLOAT = 1;
  private static final int DOUBLE = 2;
  private static final int INT32 = 3;
  private static final int INT64 = 9;

  static TensorValue read(ProtoReader in) throws IOException {
    int dtype = 0;
    int rank = 0;
    ProtoReader content = null;
    Numbers numbers = new Numbers();
    List<byte[]> strings = new ArrayList<>();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> dtype = (int) in.varint();
        case 2 -> rank = rank(in.message());
        case 4 -> content = in.message();
        case 5 -> numbers.add(in, Float.BYTES);
        case 6 -> numbers.add(in, Double.BYTES);
        case 7, 10 -> numbers.addIntegers(in);
        case 8 -> strings.add(in.bytes());
        default -> in.skip();
      }
    }
    if (content != null) {
      readContent(content, dtype, numbers);
    }
    if (rank == 0 && numbers.count == 0 && strings.isEmpty()) {
      numbers.add(0); // a zero may be omitted
    }
    return new TensorValue(rank, numbers.toArray(), strings);
  }

  private static int rank(ProtoReader shape) throws IOException {
    int rank = 0;
    for (int field = shape.next(); field != 0; field = shape.next()) {
      rank += field == 2 ? 1 : 0;
      shape.skip();
    }
    return rank;
  }

  private static void readContent(ProtoReader content, int dtype, Numbers to) throws IOException {
    while (!content.isAtEnd()) {
      switch (dtype) {
        case FLOAT -> to.add(Float.intBitsToFloat((int) content.fixed(Float.BYTES)));
        case DOUBLE -> to.add(Double.longBitsToDouble(content.fixed(Double.BYTES)));
        case INT32 -> to.add((int) content.fixed(Integer.BYTES));
        case INT64 -> to.add(content.fixed(Long.BYTES));
        default -> {
          return; // half precision and similar types are never logged
        }
      }
    }
  }

  /** Reads numbers that are stored one by one or packed. */
  static final class Numbers {
    private double[] values = new double[1];
    private int count;

    void add(double value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count++] = value;
    }

    void add(ProtoReader in, int bytes) throws IOException {
      if (!in.isBlock()) {
        add(bytes == Float.BYTES ? in.floats() : in.doubles());
        return;
      }
      ProtoReader block = in.message();
      while (!block.isAtEnd()) {
        long bits = block.fixed(bytes);
        add(
            bytes == Float.BYTES
                ? Float.intBitsToFloat((int) bits)
                : Double.longBitsToDouble(bits));
      }
    }

    void addIntegers(ProtoReader in) throws IOException {
      if (in.isBlock()) {
        in.skip(); // packed integers are never logged
      } else {
        add(in.varint());
      }
    }

    double[] toArray() {
      return Arrays.copyOf(values, count);
    }
  }
}
