// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.serving;

import io.nyala.settings.Arguments;
import io.nyala.settings.Names;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Predicts rows whose values have names, for services: {@code predict(Map.of("age", 42, "city",
 * "Ulm")).label()}. Rows are maps, or records whose components have the names of the inputs.
 *
 * <p>Values may be numbers of any type, booleans, texts, characters, enums, dates; for inputs of
 * several elements, arrays, lists or tensors of them. A missing value is null, an empty {@link
 * Optional}, or the absence of the key; it becomes NaN or the empty text, and is an error unless
 * the model is prepared for it.
 *
 * <p>Thread-safe, also while another thread trains the model. Keep it: making one takes longer than
 * a prediction.
 */
public final class NamedPredictor {
  private final String model;
  private final List<InputField> inputs;
  private final List<String> outputs;
  private final List<Decoding> decodings;
  private final UnaryOperator<List<Tensor>> one;
  private final UnaryOperator<List<Tensor>> several;
  private final Shape[] shapes;
  private final Map<String, Integer> places = new HashMap<>();
  private final boolean ignoring;

  /** For each class of records, the component of each input; null for a missing one. */
  private final ClassValue<MethodHandle[]> components =
      new ClassValue<>() {
        @Override
        protected MethodHandle[] computeValue(Class<?> type) {
          return bind(type);
        }
      };

  /**
   * Creates a predictor; use {@code model.namedPredictor()}.
   *
   * @param model the name of the model in messages
   * @param decodings for each output, what its numbers mean, or null
   * @param one predicts a single row, given as tensors of the types of the inputs
   * @param several predicts several rows
   */
  public NamedPredictor(
      String model,
      List<InputField> inputs,
      List<String> outputs,
      List<Decoding> decodings,
      UnaryOperator<List<Tensor>> one,
      UnaryOperator<List<Tensor>> several) {
    this(model, inputs, outputs, decodings, one, several, false);
  }

  private NamedPredictor(
      String model,
      List<InputField> inputs,
      List<String> outputs,
      List<Decoding> decodings,
      UnaryOperator<List<Tensor>> one,
      UnaryOperator<List<Tensor>> several,
      boolean ignoring) {
    this.model = model;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.decodings = new ArrayList<>(decodings);
    this.one = one;
    this.several = several;
    this.ignoring = ignoring;
    this.shapes = new Shape[inputs.size()];
    for (int i = 0; i < shapes.length; i++) {
      shapes[i] = inputs.get(i).type().shape().with(0, 1);
      places.put(inputs.get(i).name(), i);
    }
  }

  /** Returns a predictor that ignores keys and components that are not inputs of the model. */
  public NamedPredictor ignoringUnknown() {
    return new NamedPredictor(model, inputs, outputs, decodings, one, several, true);
  }

  /** Returns the inputs, with their types. */
  public List<InputField> inputs() {
    return inputs;
  }

  /** Returns the names of the outputs. */
  public List<String> outputs() {
    return outputs;
  }

  // One row

  /**
   * Predicts one row.
   *
   * @param row values by the names of the {@linkplain #inputs inputs}
   * @throws IllegalArgumentException if a key is unknown or missing, or a value has a wrong type;
   *     the message says what is expected
   */
  public Prediction predict(Map<String, ?> row) {
    Arguments.given("row", row);
    return single(values(row));
  }

  /** Predicts one row, given as a record; see {@link #predict(Map)}. */
  public Prediction predict(Record row) {
    Arguments.given("row", row);
    return single(values(row));
  }

  private Prediction single(Object... values) {
    List<Tensor> x = new ArrayList<>(values.length);
    for (int i = 0; i < values.length; i++) {
      x.add(tensor(i, values[i]));
    }
    return decoded(one.apply(x), 0);
  }

  private Prediction decoded(List<Tensor> y, int row) {
    Prediction prediction = new Prediction();
    for (int i = 0; i < outputs.size(); i++) {
      Tensor all = y.get(i);
      Tensor own = all.shape().dim(0) == 1 ? all : all.rows(row, row + 1);
      prediction.add(outputs.get(i), decodings.get(i), own.toFloats());
    }
    return prediction;
  }

  /** Returns the values of a row in the order of the inputs, null for missing ones. */
  private Object[] values(Map<?, ?> row) {
    Object[] values = new Object[shapes.length];
    int found = 0;
    for (int i = 0; i < values.length; i++) {
      String name = inputs.get(i).name();
      values[i] = row.get(name);
      found += values[i] != null || row.containsKey(name) ? 1 : 0;
    }
    if (found < row.size() && !ignoring) {
      refuseUnknown("key", row.keySet());
    }
    return values;
  }

  private Object[] values(Record row) {
    MethodHandle[] bound = components.get(row.getClass());
    Object[] values = new Object[bound.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = bound[i] == null ? null : RecordFields.read(bound[i], row);
    }
    return values;
  }

  private MethodHandle[] bind(Class<?> type) {
    MethodHandle[] bound = new MethodHandle[shapes.length];
    List<String> unknown = new ArrayList<>();
    RecordFields.of(type)
        .forEach(
            (name, accessor) -> {
              Integer place = place(name);
              if (place == null || bound[place] != null) {
                unknown.add(name);
              } else {
                bound[place] = accessor;
              }
            });
    if (!unknown.isEmpty() && !ignoring) {
      refuseUnknown("component", unknown);
    }
    return bound;
  }

  /** Returns the input of a name; {@code fixedAcidity} is also {@code fixed acidity}. */
  private Integer place(String component) {
    Integer exact = places.get(component);
    if (exact != null) {
      return exact;
    }
    List<Integer> alike = new ArrayList<>();
    places.forEach(
        (name, place) -> {
          if (letters(name).equals(letters(component))) {
            alike.add(place);
          }
        });
    return alike.size() == 1 ? alike.get(0) : null;
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  private void refuseUnknown(String what, Collection<?> given) {
    for (Object name : given) {
      if (!places.containsKey(name)) {
        List<String> near = Names.near(String.valueOf(name), places.keySet());
        String meant = "; did you mean \"" + String.join("\" or \"", near) + "\"? It";
        throw new IllegalArgumentException(
            "%s has no input \"%s\", a %s of the row%s expects %s"
                .formatted(model, name, what, near.isEmpty() ? "; it" : meant, inputs));
      }
    }
  }

  // Values

  private Tensor tensor(int input, Object given) {
    InputField field = inputs.get(input);
    Object value = given instanceof Optional<?> optional ? optional.orElse(null) : given;
    Shape shape = shapes[input];
    try {
      if (value == null) {
        requireMayBeMissing(field);
      }
      if (!shape.isKnown()) {
        shape = extents(shape, value);
      }
      Object array = room(field.type().dtype(), shape.size());
      write(field, value, shape, array, 0);
      if (array instanceof float[] numbers && !field.mayBeMissing()) {
        requireNoNaN(numbers);
      }
      return wrap(field.type().dtype(), shape, array);
    } catch (RowValues.WrongValue e) {
      throw new IllegalArgumentException(
          "%s: input \"%s\": expected %s, %s"
              .formatted(model, field.name(), field.expected(), e.getMessage()));
    }
  }

  /** A network computes NaN from NaN, which looks like a prediction. */
  private static void requireNoNaN(float... numbers) {
    for (float x : numbers) {
      if (Float.isNaN(x)) {
        throw new RowValues.WrongValue("got NaN, which stands for a missing value");
      }
    }
  }

  private static void write(InputField field, Object value, Shape shape, Object array, int at) {
    DType type = field.type().dtype();
    if (value == null) {
      for (int i = 0; i < shape.size() / shape.dim(0); i++) {
        RowValues.write(type, type == DType.STRING ? "" : (Object) Float.NaN, array, at + i);
      }
    } else if (shape.size() == shape.dim(0) && RowValues.length(value) < 0) {
      RowValues.write(type, value, array, at);
    } else {
      RowValues.writeAll(type, value, shape.drop(0).dims(), 0, array, at);
    }
  }

  private void requireMayBeMissing(InputField field) {
    if (!field.mayBeMissing()) {
      throw new IllegalArgumentException(
          ("%s: input \"%s\" is missing: expected %s. The model is not prepared for missing values"
                  + " of it; its inputs are %s")
              .formatted(model, field.name(), field.expected(), inputs));
    }
  }

  /** Takes unknown extents from a value, such as the number of steps of a sequence. */
  private static Shape extents(Shape shape, Object value) {
    int[] dims = shape.dims();
    Object part = value;
    for (int axis = 1; axis < dims.length; axis++) {
      int length = RowValues.length(part);
      dims[axis] = dims[axis] != Shape.UNKNOWN ? dims[axis] : Math.max(length, 1);
      part = RowValues.first(part);
    }
    return Shape.of(dims);
  }

  private static Object room(DType type, int n) {
    return switch (type) {
      case FLOAT32, BOOL -> new float[n];
      case INT32 -> new int[n];
      case STRING -> new String[n];
    };
  }

  private static Tensor wrap(DType type, Shape shape, Object array) {
    return switch (type) {
      case FLOAT32 -> Tensor.of(shape, (float[]) array);
      case BOOL -> Tensor.ofBools(shape, (float[]) array);
      case INT32 -> Tensor.ofInts(shape, (int[]) array);
      case STRING -> Tensor.ofStrings(shape, (String[]) array);
    };
  }

  // Several rows

  /**
   * Predicts several rows at once, which takes less time than one after the other.
   *
   * @param rows maps or records; see {@link #predict(Map)}
   * @throws IllegalArgumentException as {@link #predict(Map)}; the message gives the number of the
   *     row
   */
  public List<Prediction> predictAll(List<?> rows) {
    List<Object> all = Arguments.allGiven("rows", rows);
    if (all.isEmpty()) {
      return List.of();
    }
    List<List<Tensor>> columns = new ArrayList<>();
    inputs.forEach(field -> columns.add(new ArrayList<>()));
    for (int r = 0; r < all.size(); r++) {
      try {
        Object[] values = valuesOf(all.get(r));
        for (int i = 0; i < values.length; i++) {
          columns.get(i).add(tensor(i, values[i]));
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("row %d: %s".formatted(r, e.getMessage()), e);
      }
    }
    List<Tensor> x = columns.stream().map(column -> Tensor.concatenate(column, 0)).toList();
    List<Tensor> y = several.apply(x);
    List<Prediction> predictions = new ArrayList<>();
    for (int r = 0; r < all.size(); r++) {
      predictions.add(decoded(y, r));
    }
    return predictions;
  }

  private Object[] valuesOf(Object row) {
    return switch (row) {
      case Map<?, ?> map -> values(map);
      case Record record -> values(record);
      default ->
          throw new IllegalArgumentException(
              "expected a map or a record, got " + row.getClass().getName());
    };
  }

  @Override
  public String toString() {
    return model + " " + inputs + " -> " + outputs;
  }
}
