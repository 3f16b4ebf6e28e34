// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The messages of event files, in the format of TensorFlow 2. */
final class Messages {
  static final String FILE_VERSION = "brain.Event:2";

  private static final int FLOAT = 1;
  private static final int DOUBLE = 2;
  private static final int STRING = 7;

  /** The data class of a value, which tells TensorBoard how to downsample it. */
  enum DataClass {
    UNKNOWN,
    SCALAR,
    TENSOR,
    BLOB_SEQUENCE
  }

  private Messages() {}

  // Events

  static byte[] version(double wallTime, String writer) {
    return new ProtoWriter()
        .doubles(1, wallTime)
        .string(3, FILE_VERSION)
        .message(10, new ProtoWriter().string(1, writer))
        .toBytes();
  }

  static byte[] graph(double wallTime, byte[] graphDef) {
    return new ProtoWriter().doubles(1, wallTime).bytes(4, graphDef).toBytes();
  }

  /** Returns an event with one value; without metadata if the tag has been written before. */
  static byte[] value(
      double wallTime, long step, String tag, ProtoWriter tensor, ProtoWriter metadata) {
    ProtoWriter value = new ProtoWriter().string(1, tag);
    if (metadata != null) {
      value.message(9, metadata);
    }
    value.message(8, tensor);
    return new ProtoWriter()
        .doubles(1, wallTime)
        .varint(2, step)
        .message(5, new ProtoWriter().message(1, value))
        .toBytes();
  }

  static ProtoWriter metadata(String plugin, byte[] content, DataClass dataClass) {
    ProtoWriter data = new ProtoWriter().string(1, plugin);
    if (content.length > 0) {
      data.bytes(2, content);
    }
    ProtoWriter metadata = new ProtoWriter().message(1, data);
    if (dataClass != DataClass.UNKNOWN) {
      metadata.varint(4, dataClass.ordinal());
    }
    return metadata;
  }

  // Tensors

  static ProtoWriter scalar(float value) {
    return tensor(FLOAT, littleEndian(Float.BYTES).putFloat(value));
  }

  /** Returns an empty tensor, for values that consist only of metadata. */
  static ProtoWriter nothing() {
    return tensor(FLOAT, null, 0);
  }

  /** Returns rows of left edge, right edge and count. */
  static ProtoWriter bins(Bins bins) {
    int n = bins.count().length;
    ByteBuffer rows = littleEndian(3 * n * Double.BYTES);
    for (int i = 0; i < n; i++) {
      rows.putDouble(bins.left()[i]).putDouble(bins.right()[i]).putDouble(bins.count()[i]);
    }
    return tensor(DOUBLE, rows, n, 3);
  }

  /** Returns rows of equal length as floats. */
  static ProtoWriter floats(double[]... rows) {
    int n = rows[0].length;
    ByteBuffer all = littleEndian(rows.length * n * Float.BYTES);
    for (double[] row : rows) {
      for (double value : row) {
        all.putFloat((float) value);
      }
    }
    return tensor(FLOAT, all, rows.length, n);
  }

  static ProtoWriter string(String text) {
    return new ProtoWriter()
        .varint(1, STRING)
        .message(2, new ProtoWriter())
        .bytes(8, text.getBytes(StandardCharsets.UTF_8));
  }

  static ProtoWriter strings(List<byte[]> strings) {
    ProtoWriter tensor = new ProtoWriter().varint(1, STRING).message(2, shape(strings.size()));
    strings.forEach(s -> tensor.bytes(8, s));
    return tensor;
  }

  private static ProtoWriter tensor(int dtype, ByteBuffer content, int... dims) {
    ProtoWriter tensor = new ProtoWriter().varint(1, dtype).message(2, shape(dims));
    return content == null ? tensor : tensor.bytes(4, content.array());
  }

  static ProtoWriter shape(int... dims) {
    ProtoWriter shape = new ProtoWriter();
    for (int d : dims) {
      shape.message(2, new ProtoWriter().varint(1, d));
    }
    return shape;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
