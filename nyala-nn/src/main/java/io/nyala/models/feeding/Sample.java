// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.feeding;

import io.nyala.batches.Shuffle;
import io.nyala.models.programs.Rows;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Identifies data by their types, their shapes and the checksum of a sample of elements spread over
 * the whole data.
 */
final class Sample {
  private static final int MOST = 1 << 16;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Sample() {}

  /** Describes inputs, targets and sample weights as strings by name. */
  static Map<String, String> of(Rows rows) {
    Map<String, String> texts = new LinkedHashMap<>();
    add(texts, "x", rows.x(), rows);
    add(texts, "y", rows.y(), rows);
    add(texts, "sample weights", rows.weights(), rows);
    return texts;
  }

  private static void add(Map<String, String> texts, String what, List<Tensor> tensors, Rows rows) {
    for (int i = 0; i < tensors.size(); i++) {
      Tensor t = tensors.get(i);
      String name = tensors.size() == 1 ? what : what + " " + i;
      Shape shape = t.shape().with(0, rows.count());
      texts.put(name, t.dtype().keras() + shape);
      int width = t.size() / t.shape().dim(0);
      texts.put("numbers of " + name, checksum(t, rows.first() * width, rows.count() * width));
    }
  }

  private static String checksum(Tensor t, int from, int count) {
    int n = Math.min(count, MOST);
    ByteBuffer bytes = ByteBuffer.allocate(n * Integer.BYTES);
    DType type = t.dtype();
    for (int i = 0; i < n; i++) {
      // The positions follow no pattern, otherwise some columns might never be sampled.
      int at =
          from + (n == count ? i : (int) Long.remainderUnsigned(Shuffle.mix(i * GOLDEN), count));
      bytes.putInt(
          switch (type) {
            case INT32 -> t.ints()[at];
            case STRING -> t.strings()[at].hashCode();
            case FLOAT32, BOOL -> Float.floatToRawIntBits(t.floats()[at]);
          });
    }
    CRC32 crc = new CRC32();
    crc.update(bytes.flip());
    return "%08x".formatted(crc.getValue());
  }
}
