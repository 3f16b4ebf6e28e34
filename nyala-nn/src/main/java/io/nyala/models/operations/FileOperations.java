// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.operations;

import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Primitive;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Implements Keras's operations between layers: those used in mask arithmetic, and related ones.
 * Functions of one or two elements are in {@link OpForms}.
 */
final class FileOperations {
  interface Function {
    Value of(CallArguments in, Settings s);
  }

  private static final Map<String, Function> ALL = new HashMap<>();

  static {
    reductions();
    shapes();
    choices();
    NeuralOperations.addTo(ALL);
    ALL.put("Matmul", (in, s) -> Ops.matmul(floats(in, 0, "x1"), floats(in, 1, "x2")));
    ALL.put("Softmax", (in, s) -> Ops.softmax(floats(in, 0, "x"), s.getInt("axis", -1)));
    ALL.put("LogSoftmax", (in, s) -> Ops.logSoftmax(floats(in, 0, "x"), s.getInt("axis", -1)));
    ALL.put("Argmax", (in, s) -> arg(Ops.argMax(floats(in, 0, "x"), s.getInt("axis")), s));
    ALL.put("Argmin", (in, s) -> arg(Ops.argMin(floats(in, 0, "x"), s.getInt("axis")), s));
  }

  private FileOperations() {}

  static boolean knows(String className) {
    return ALL.containsKey(className)
        || className.equals("Split")
        || OpForms.binary(className) != null;
  }

  /**
   * Computes an operation.
   *
   * @param s its settings, including those that older files store among the arguments of the call
   */
  static List<Value> apply(Settings s, CallArguments in) {
    String className = s.className();
    Map<String, Object> settings = new HashMap<>(in.kwargs());
    settings.putAll(s.map());
    Primitive.Binary binary = OpForms.binary(className);
    if (binary != null) {
      return List.of(binary(binary, in));
    }
    if (className.equals("Split")) {
      return NeuralOperations.split(in, new Settings(className, settings));
    }
    if (!ALL.containsKey(className)) {
      throw new IllegalArgumentException(
          "operation %s between layers is not supported".formatted(className));
    }
    return List.of(ALL.get(className).of(in, new Settings(className, settings)));
  }

  // Types

  /** Promotes operands to a common type, as NumPy does: boolean to integer to float. */
  private static Value binary(Primitive.Binary op, CallArguments in) {
    Value a = in.value(0, "x1");
    Value b = in.value(1, "x2");
    DType type =
        switch (op.kind()) {
          case AND, OR -> DType.BOOL;
          case DIVIDE, POWER -> DType.FLOAT32;
          default -> common(a, b);
        };
    return Node.apply(op, Ops.cast(a, type), Ops.cast(b, type));
  }

  private static DType common(Value a, Value b) {
    if (a.dtype() == DType.FLOAT32 || b.dtype() == DType.FLOAT32) {
      return DType.FLOAT32;
    }
    return a.dtype() == DType.INT32 || b.dtype() == DType.INT32 ? DType.INT32 : DType.BOOL;
  }

  private static Value floats(CallArguments in, int place, String name) {
    return Ops.cast(in.value(place, name), DType.FLOAT32);
  }

  private static Value bools(CallArguments in, int place, String name) {
    return Ops.cast(in.value(place, name), DType.BOOL);
  }

  private static Value x(CallArguments in) {
    return in.value(0, "x");
  }

  // Kinds

  private static void reductions() {
    ALL.put("Sum", (in, s) -> Ops.sum(x(in), keep(s), axes(s)));
    ALL.put("Mean", (in, s) -> Ops.mean(x(in), keep(s), axes(s)));
    ALL.put("Prod", (in, s) -> Ops.prod(x(in), keep(s), axes(s)));
    ALL.put("Max", (in, s) -> Ops.max(x(in), keep(s), axes(s)));
    ALL.put("Min", (in, s) -> Ops.min(x(in), keep(s), axes(s)));
    ALL.put("Amax", ALL.get("Max"));
    ALL.put("Amin", ALL.get("Min"));
    ALL.put("Var", (in, s) -> Ops.variance(floats(in, 0, "x"), keep(s), axes(s)));
    ALL.put("Std", (in, s) -> Ops.std(floats(in, 0, "x"), keep(s), axes(s)));
    ALL.put("Logsumexp", (in, s) -> Ops.logSumExp(floats(in, 0, "x"), keep(s), axes(s)));
    ALL.put("Any", (in, s) -> Ops.any(bools(in, 0, "x"), keep(s), axes(s)));
    ALL.put("All", (in, s) -> Ops.all(bools(in, 0, "x"), keep(s), axes(s)));
    ALL.put("CountNonzero", (in, s) -> Ops.sum(bools(in, 0, "x"), keep(s), axes(s)));
  }

  private static boolean keep(Settings s) {
    return s.getBoolean("keepdims", false);
  }

  private static int[] axes(Settings s) {
    return s.getInts("axis", new int[0]);
  }

  private static Value arg(Value position, Settings s) {
    return keep(s) ? Ops.expandDims(position, s.getInt("axis")) : position;
  }

  private static void shapes() {
    ALL.put("ExpandDims", (in, s) -> inserted(x(in), s.getInts("axis")));
    ALL.put("Squeeze", (in, s) -> squeezed(x(in), axes(s)));
    ALL.put("Reshape", (in, s) -> Ops.reshape(x(in), target(s, "newshape")));
    ALL.put("Transpose", (in, s) -> transposed(x(in), s));
    ALL.put("Swapaxes", (in, s) -> swapped(x(in), s.getInt("axis1"), s.getInt("axis2")));
    ALL.put("BroadcastTo", (in, s) -> broadcast(x(in), target(s, "shape")));
    ALL.put("Tile", (in, s) -> tiled(x(in), s.getInts("repeats")));
    ALL.put("Repeat", (in, s) -> Ops.repeat(x(in), s.getInt("axis"), s.getInt("repeats")));
    ALL.put("Flip", (in, s) -> flipped(x(in), axes(s)));
    ALL.put("Concatenate", (in, s) -> Ops.concatenate(alike(in.list(0, "xs")), axis(s)));
    ALL.put("Stack", (in, s) -> Ops.stack(alike(in.list(0, "xs")), axis(s)));
    ALL.put("GetItem", (in, s) -> Indexing.of(x(in), in.get(1, "key")));
  }

  private static int axis(Settings s) {
    return s.getInt("axis", 0);
  }

  private static Shape target(Settings s, String key) {
    return s.getShape(key);
  }

  private static Value inserted(Value x, int... axes) {
    int rank = x.shape().rank() + axes.length;
    int[] places = Arrays.stream(axes).map(a -> a < 0 ? a + rank : a).sorted().toArray();
    Shape shape = x.shape();
    for (int place : places) {
      shape = shape.insert(place, 1);
    }
    return Ops.reshape(x, shape);
  }

  private static Value squeezed(Value x, int... axes) {
    Shape s = x.shape();
    int[] gone =
        axes.length > 0
            ? Arrays.stream(axes).map(s::axis).toArray()
            : IntStream.range(0, s.rank()).filter(i -> s.dim(i) == 1).toArray();
    Value y = x;
    for (int i = gone.length - 1; i >= 0; i--) {
      y = Ops.squeeze(y, Arrays.stream(gone).sorted().toArray()[i]);
    }
    return y;
  }

  private static Value transposed(Value x, Settings s) {
    int rank = x.shape().rank();
    int[] back = IntStream.range(0, rank).map(i -> rank - 1 - i).toArray();
    return Ops.transpose(x, s.getInts("axes", back));
  }

  private static Value swapped(Value x, int a, int b) {
    int[] order = IntStream.range(0, x.shape().rank()).toArray();
    order[x.shape().axis(a)] = x.shape().axis(b);
    order[x.shape().axis(b)] = x.shape().axis(a);
    return Ops.transpose(x, order);
  }

  /** As in Keras, an unknown dimension is that of the tensor. */
  private static Value broadcast(Value x, Shape target) {
    Shape shape = target;
    int ahead = target.rank() - x.shape().rank();
    for (int i = Math.max(0, ahead); i < shape.rank(); i++) {
      shape = shape.dim(i) == Shape.UNKNOWN ? shape.with(i, x.shape().dim(i - ahead)) : shape;
    }
    return Ops.broadcastTo(x, shape);
  }

  private static Value tiled(Value x, int... repeats) {
    Value y = x;
    while (y.shape().rank() < repeats.length) {
      y = inserted(y, 0);
    }
    int ahead = y.shape().rank() - repeats.length;
    for (int i = 0; i < repeats.length; i++) {
      y = Ops.tile(y, ahead + i, repeats[i]);
    }
    return y;
  }

  private static Value flipped(Value x, int... axes) {
    Value y = x;
    for (int a : axes.length == 0 ? IntStream.range(0, x.shape().rank()).toArray() : axes) {
      y = Ops.flip(y, a);
    }
    return y;
  }

  private static List<Value> alike(List<Value> values) {
    DType type = DType.BOOL;
    for (Value v : values) {
      type = v.dtype().compareTo(type) < 0 ? v.dtype() : type;
    }
    List<Value> alike = new ArrayList<>();
    for (Value v : values) {
      alike.add(Ops.cast(v, type));
    }
    return alike;
  }

  private static void choices() {
    ALL.put("Cast", (in, s) -> Ops.cast(x(in), FileOperation.dtype(s.get("dtype"), x(in).dtype())));
    ALL.put("ConvertToTensor", ALL.get("Cast"));
    ALL.put("ZerosLike", (in, s) -> filled(x(in), 0, s));
    ALL.put("OnesLike", (in, s) -> filled(x(in), 1, s));
    ALL.put("StopGradient", (in, s) -> Ops.stopGradient(in.value(0, "variable")));
    ALL.put("Isnan", (in, s) -> Ops.isNan(floats(in, 0, "x")));
    ALL.put("Isfinite", (in, s) -> Ops.isFinite(floats(in, 0, "x")));
    ALL.put("LogicalNot", (in, s) -> Ops.not(bools(in, 0, "x")));
    ALL.put("LogicalXor", (in, s) -> Ops.notEqual(bools(in, 0, "x1"), bools(in, 1, "x2")));
    ALL.put("Where", (in, s) -> chosen(in));
    ALL.put("Clip", (in, s) -> clipped(floats(in, 0, "x"), s));
  }

  private static Value filled(Value x, int number, Settings s) {
    DType type = FileOperation.dtype(s.get("dtype"), x.dtype());
    return Ops.cast(Ops.broadcastTo(Ops.constant(number), x.shape()), type);
  }

  private static Value chosen(CallArguments in) {
    Value a = in.value(1, "x1");
    Value b = in.value(2, "x2");
    DType type = common(a, b);
    return Ops.where(bools(in, 0, "condition"), Ops.cast(a, type), Ops.cast(b, type));
  }

  private static Value clipped(Value x, Settings s) {
    float low = (float) s.getDouble("x_min", Double.NEGATIVE_INFINITY);
    float high = (float) s.getDouble("x_max", Double.POSITIVE_INFINITY);
    return Ops.clip(x, low, high);
  }
}
