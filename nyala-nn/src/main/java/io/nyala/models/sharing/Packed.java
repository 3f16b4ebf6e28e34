// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.sharing;

import io.nyala.models.training.DataPosition;
import io.nyala.models.training.Progress;
import io.nyala.models.training.TrainingMemory;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Values as bytes for other processes of the same version: null, booleans, numbers, strings,
 * tensors, lists and maps of these.
 */
public final class Packed {
  private static final int BLOCK = 1 << 14;

  private final DataOutputStream out;

  private Packed(DataOutputStream out) {
    this.out = out;
  }

  public static byte[] of(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      new Packed(new DataOutputStream(bytes)).write(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] of(Progress p) {
    TrainingMemory m = p.memory();
    return of(
        Arrays.asList(
            p.seed(),
            p.shards(),
            p.epoch(),
            p.batch(),
            p.stopped(),
            p.iterations(),
            p.learningRate(),
            p.running(),
            p.metrics(),
            p.states(),
            p.callbacks(),
            p.conditions(),
            m == null
                ? null
                : List.of(m.rows(), m.activations(), m.parameters(), m.slots(), m.used()),
            form(p.start()),
            form(p.position())));
  }

  private static List<Long> form(DataPosition p) {
    return List.of(p.pass(), p.batch(), p.batches(), p.draws());
  }

  private void write(Object value) throws IOException {
    switch (value) {
      case null -> out.writeByte('0');
      case Boolean b -> out.writeByte(b ? 'T' : 'F');
      case Integer i -> {
        out.writeByte('I');
        out.writeInt(i);
      }
      case Long l -> {
        out.writeByte('L');
        out.writeLong(l);
      }
      case Number n -> {
        out.writeByte('D');
        out.writeDouble(n.doubleValue());
      }
      case String s -> {
        out.writeByte('S');
        byte[] bytes = s.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
      }
      case List<?> list -> {
        out.writeByte('A');
        out.writeInt(list.size());
        for (Object each : list) {
          write(each);
        }
      }
      case Map<?, ?> map -> {
        out.writeByte('M');
        out.writeInt(map.size());
        for (Map.Entry<?, ?> e : map.entrySet()) {
          write(String.valueOf(e.getKey()));
          write(e.getValue());
        }
      }
      case Tensor t -> write(t);
      default ->
          throw new IllegalArgumentException(
              "a callback's state contains a %s; only numbers, booleans, strings, tensors and lists can be sent to other workers"
                  .formatted(value.getClass().getName()));
    }
  }

  private void write(Tensor t) throws IOException {
    out.writeByte('t');
    write(t.dtype().name());
    write(Arrays.stream(t.shape().dims()).boxed().toList());
    for (int i = 0; i < t.size(); i++) {
      switch (t.dtype()) {
        case INT32 -> out.writeInt(t.ints()[i]);
        case STRING -> write(t.strings()[i]);
        default -> out.writeInt(Float.floatToRawIntBits(t.floats()[i]));
      }
    }
  }

  // Reading

  public static Object read(byte[] bytes) {
    try {
      return read(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException("a message of another worker is damaged", e);
    }
  }

  @SuppressWarnings("unchecked") // from of()
  static Progress readProgress(byte[] bytes) {
    List<Object> all = (List<Object>) read(bytes);
    return new Progress(
        (Long) all.get(0),
        (Integer) all.get(1),
        (Integer) all.get(2),
        (Integer) all.get(3),
        (Boolean) all.get(4),
        (Long) all.get(5),
        (Double) all.get(6),
        (List<Double>) all.get(7),
        (List<List<Double>>) all.get(8),
        (List<List<Tensor>>) all.get(9),
        (List<Map<String, Object>>) all.get(10),
        (Map<String, String>) all.get(11),
        memory((List<Number>) all.get(12)),
        position((List<Long>) all.get(13)),
        position((List<Long>) all.get(14)));
  }

  private static TrainingMemory memory(List<Number> all) {
    return all == null
        ? null
        : new TrainingMemory(
            all.get(0).intValue(),
            all.get(1).longValue(),
            all.get(2).longValue(),
            all.get(3).longValue(),
            all.get(4).longValue());
  }

  private static DataPosition position(List<Long> all) {
    return new DataPosition(all.get(0), all.get(1), all.get(2), all.get(3));
  }

  private static Object read(DataInputStream in) throws IOException {
    byte kind = in.readByte();
    return switch (kind) {
      case '0' -> null;
      case 'T', 'F' -> kind == 'T';
      case 'I' -> in.readInt();
      case 'L' -> in.readLong();
      case 'D' -> in.readDouble();
      case 'S' -> new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
      case 'A' -> {
        List<Object> list = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
          list.add(read(in));
        }
        yield list;
      }
      case 'M' -> {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int n = in.readInt(); n > 0; n--) {
          String key = (String) read(in);
          map.put(key, read(in));
        }
        yield map;
      }
      case 't' -> tensor(in);
      default -> throw new IOException("unknown kind " + kind);
    };
  }

  private static Tensor tensor(DataInputStream in) throws IOException {
    DType type = DType.valueOf((String) read(in));
    Shape shape = Shape.of(((List<?>) read(in)).stream().mapToInt(d -> (Integer) d).toArray());
    int[] ints = new int[shape.size()];
    float[] floats = new float[ints.length];
    String[] strings = new String[type == DType.STRING ? ints.length : 0];
    for (int i = 0; i < ints.length; i++) {
      if (type == DType.STRING) {
        strings[i] = (String) read(in);
      } else {
        ints[i] = in.readInt();
        floats[i] = Float.intBitsToFloat(ints[i]);
      }
    }
    return switch (type) {
      case INT32 -> Tensor.ofInts(shape, ints);
      case BOOL -> Tensor.ofBools(shape, floats);
      case STRING -> Tensor.ofStrings(shape, strings);
      case FLOAT32 -> Tensor.of(shape, floats);
    };
  }

  /** Adds the elements of a variable to a checksum. */
  public static void update(CRC32C crc, Variable v) {
    float[] data = v.data();
    ByteBuffer block = ByteBuffer.allocate(Float.BYTES * BLOCK);
    for (int from = 0; from < v.size(); from += BLOCK) {
      int count = Math.min(BLOCK, v.size() - from);
      block.clear();
      block.asFloatBuffer().put(data, v.offset() + from, count);
      crc.update(block.limit(Float.BYTES * count));
    }
  }
}
