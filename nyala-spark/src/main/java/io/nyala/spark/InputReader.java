// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import io.nyala.data.DataException;
import io.nyala.data.images.Images;
import io.nyala.features.layers.ImageDecoding;
import io.nyala.models.serving.InputField;
import io.nyala.models.serving.RowValues;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.Serializable;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import scala.collection.Seq;
import scala.collection.mutable.ArraySeq;

/** Reads an input of a model from the columns of a row. */
final class InputReader implements Serializable {
  private static final long serialVersionUID = 1;

  /** Returned instead of a position if a value is missing and the model is not prepared for it. */
  private static final int MISSING = -1;

  private static final int MOST_SHOWN = 200;

  /** The number of elements if it differs from row to row. */
  private static final int VARIABLE = -1;

  private final String input;
  private final DType type;
  private final int[] dims;
  private final int size;
  private final boolean mayBeMissing;
  private final int[] columns;
  private final String[] names;
  private final ImageFitting fitting;

  /**
   * Creates a reader.
   *
   * @param columns the numbers of the columns in rows
   * @param names their names, for messages
   * @param fitting how images get the size of the input
   */
  InputReader(InputField field, int[] columns, String[] names, ImageFitting fitting) {
    this.fitting = fitting;
    this.input = field.name();
    this.type = field.type().dtype();
    Shape row = field.type().shape().drop(0);
    this.dims = row.dims();
    this.size = row.isKnown() ? row.size() : VARIABLE;
    this.mayBeMissing = field.mayBeMissing();
    this.columns = columns;
    this.names = names;
  }

  /** Returns whether all rows have the same known number of elements. */
  boolean isFixed() {
    return size != VARIABLE;
  }

  /** Returns whether the column has images, which are decoded here and not by the model. */
  boolean takesImages(StructType schema) {
    return type != DType.STRING && InputColumns.isImage(schema.fields()[columns[0]].dataType());
  }

  /** Returns the number of elements of a row of a fixed input. */
  int size() {
    return size;
  }

  /** Returns an array for the elements of several rows. */
  Object room(int rows) {
    return room(type, Math.multiplyExact(rows, size()));
  }

  private static Object room(DType type, int n) {
    return switch (type) {
      case FLOAT32, BOOL -> new float[n];
      case INT32 -> new int[n];
      case STRING -> new String[n];
    };
  }

  /** Makes a tensor of the first rows of an array. */
  Tensor tensor(Object array, int rows) {
    int n = rows * size();
    Object exact = array;
    if (Array.getLength(array) > n) {
      exact = room(type, n);
      System.arraycopy(array, 0, exact, 0, n);
    }
    return tensor(exact, rows, dims);
  }

  private Tensor tensor(Object array, int rows, int... extents) {
    int[] all = new int[extents.length + 1];
    all[0] = rows;
    System.arraycopy(extents, 0, all, 1, extents.length);
    Shape shape = Shape.of(all);
    return switch (type) {
      case FLOAT32 -> Tensor.of(shape, (float[]) array);
      case BOOL -> Tensor.ofBools(shape, (float[]) array);
      case INT32 -> Tensor.ofInts(shape, (int[]) array);
      case STRING -> Tensor.ofStrings(shape, (String[]) array);
    };
  }

  /**
   * Reads a row into an array.
   *
   * @param at the number of the row in the array
   * @return whether no value is missing
   * @throws NyalaSparkException if a value does not fit
   */
  boolean read(Row row, Object array, int at) {
    return read(row, array, at * size, (at + 1) * size, dims);
  }

  private boolean read(Row row, Object array, int from, int end, int... extents) {
    int next = from;
    for (int i = 0; i < columns.length; i++) {
      Object value = row.get(columns[i]);
      if (value instanceof Float f
          && array instanceof float[] numbers
          && next < end
          && Float.isFinite(f)
          && type == DType.FLOAT32) {
        numbers[next++] = f; // most columns of most tables
        continue;
      }
      try {
        next = write(value, array, next, end, columns.length == 1 ? extents : null);
      } catch (RowValues.WrongValue | DataException e) {
        throw new NyalaSparkException(
            "column \"%s\" for input \"%s\" %s: %s; in the row %s"
                .formatted(names[i], input, Shape.of(dims), e.getMessage(), shown(row)));
      }
      if (next == MISSING) {
        return false;
      }
    }
    if (next != end) {
      throw new NyalaSparkException(
          "input \"%s\" has %d elements, but %s together %d in the row %s"
              .formatted(input, end - from, described(), next - from, shown(row)));
    }
    return true;
  }

  /** Returns the values of a row for a message. */
  static String shown(Row row) {
    String text = values(row);
    return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text;
  }

  private static String values(Row row) {
    StringJoiner values = new StringJoiner(",", "[", "]");
    for (int i = 0; i < row.length(); i++) {
      values.add(
          switch (row.get(i)) {
            case byte[] bytes -> bytes.length + " bytes";
            case Row inner -> values(inner);
            case null -> "null";
            case Object value -> value.toString();
          });
    }
    return values.toString();
  }

  @Override
  public String toString() {
    return described();
  }

  private String described() {
    return names.length == 1 ? "column \"" + names[0] + "\"" : "columns " + List.of(names);
  }

  /** Reads a row of an input whose extents differ from row to row; null if a value is missing. */
  Tensor readOne(Row row) {
    if (isFixed()) {
      Object array = room(1);
      return read(row, array, 0) ? tensor(array, 1) : null;
    }
    Object value = row.get(columns[0]);
    if (value == null) {
      return null;
    }
    int[] extents = dims.clone();
    Object part = value;
    for (int axis = 0; axis < extents.length; axis++) {
      int length = length(part);
      extents[axis] = extents[axis] == Shape.UNKNOWN ? Math.max(length, 1) : extents[axis];
      part = part instanceof Seq<?> s && length > 0 ? s.apply(0) : null;
    }
    int n = Shape.of(extents).size();
    Object array = room(type, n);
    return read(row, array, 0, n, extents) ? tensor(array, 1, extents) : null;
  }

  private static int length(Object value) {
    return switch (value) {
      case Seq<?> s -> s.length();
      case org.apache.spark.ml.linalg.Vector v -> v.size();
      case null, default -> -1;
    };
  }

  /**
   * Writes the elements of a value.
   *
   * @param extents what nested arrays must have, or null if there are no nested ones
   * @return the place after them, or {@link #MISSING}
   */
  private int write(Object value, Object array, int at, int end, int[] extents) {
    return switch (value) {
      case Double d when type == DType.FLOAT32 -> number(d.floatValue(), d, array, at, end);
      case Float f when type == DType.FLOAT32 -> number(f, f, array, at, end);
      case null -> missing(array, at, end);
      case DenseVector v -> numbers(v.values(), array, at, end);
      case SparseVector v -> sparse(v, array, at, end);
      case Seq<?> s -> sequence(s, array, at, end, extents);
      case byte[] bytes when type != DType.STRING -> image(bytes, array, at, end);
      case Row image when type != DType.STRING && SparkImage.isType(image.schema()) ->
          SparkImage.isUndefined(image)
              ? missing(array, at, end)
              : image(SparkImage.tensor(image, channels()), array, at, end);
      default -> single(value, array, at, end);
    };
  }

  private int number(float number, Number given, Object array, int at, int end) {
    if (Float.isFinite(number)) {
      require(1, at, end);
      ((float[]) array)[at] = number;
      return at + 1;
    }
    return single(given, array, at, end);
  }

  private int single(Object value, Object array, int at, int end) {
    require(1, at, end);
    RowValues.write(type, plain(value), array, at);
    boolean nan = array instanceof float[] numbers && Float.isNaN(numbers[at]) && !mayBeMissing;
    return nan ? MISSING : at + 1;
  }

  /**
   * Returns dates in the types of {@code java.time}, and bytes as {@link ImageDecoding} takes them.
   */
  private static Object plain(Object value) {
    return switch (value) {
      case java.sql.Date date -> date.toLocalDate();
      case java.sql.Timestamp time -> time.toLocalDateTime();
      case byte[] bytes -> ImageDecoding.text(bytes);
      default -> value;
    };
  }

  private int missing(Object array, int at, int end) {
    if (!mayBeMissing) {
      return MISSING;
    }
    int n = columns.length == 1 ? end - at : 1;
    require(n, at, end);
    for (int i = at; i < at + n; i++) {
      RowValues.write(type, type == DType.STRING ? "" : (Object) Float.NaN, array, i);
    }
    return at + n;
  }

  private static void require(int n, int at, int end) {
    if (n > end - at) {
      throw new RowValues.WrongValue(
          "got %d element%s where the input has room for %d"
              .formatted(n, n == 1 ? "" : "s", end - at));
    }
  }

  private int numbers(double[] values, Object array, int at, int end) {
    require(values.length, at, end);
    int next = at;
    for (double value : values) {
      float f = (float) value;
      if (type == DType.FLOAT32 && Float.isFinite(f)) {
        ((float[]) array)[next++] = f;
      } else {
        next = single(value, array, next, end);
      }
      if (next == MISSING) {
        return MISSING;
      }
    }
    return next;
  }

  private int sparse(SparseVector vector, Object array, int at, int end) {
    require(vector.size(), at, end);
    if (array instanceof float[] zeros) {
      Arrays.fill(zeros, at, at + vector.size(), 0); // a row that was dropped may have been here
    } else {
      Arrays.fill((int[]) array, at, at + vector.size(), 0);
    }
    for (int i = 0; i < vector.indices().length; i++) {
      if (single(vector.values()[i], array, at + vector.indices()[i], end) == MISSING) {
        return MISSING;
      }
    }
    return at + vector.size();
  }

  private int sequence(Seq<?> values, Object array, int at, int end, int[] extents) {
    int n = values.length();
    boolean nested = n > 0 && values.apply(0) instanceof Seq<?>;
    int[] inner = null;
    if (nested) {
      if (extents == null || extents.length < 2) {
        throw new RowValues.WrongValue("got an array of arrays where numbers are expected");
      }
      inner = Arrays.copyOfRange(extents, 1, extents.length);
      if (n != extents[0]) {
        throw new RowValues.WrongValue("got %d arrays instead of %d".formatted(n, extents[0]));
      }
    } else if (values instanceof ArraySeq<?> s && s.array() instanceof double[] numbers) {
      return numbers(numbers, array, at, end);
    } else {
      require(n, at, end);
    }
    int next = at;
    for (int i = 0; i < n && next != MISSING; i++) {
      Object value = values.apply(i);
      if (value instanceof Float f && type == DType.FLOAT32 && Float.isFinite(f)) {
        ((float[]) array)[next++] = f;
        continue;
      }
      int room = nested ? next + Shape.of(inner).size() : Math.min(end, next + 1);
      if (room > end) {
        require(Shape.of(inner).size(), next, end);
      }
      int before = next;
      next = write(value, array, next, room, inner);
      if (next != MISSING && next != room) {
        throw new RowValues.WrongValue(
            "got %d elements instead of %d in an array".formatted(next - before, room - before));
      }
    }
    return next;
  }

  private int image(byte[] bytes, Object array, int at, int end) {
    return image(Images.decode("the file", bytes, channels()), array, at, end);
  }

  private int channels() {
    if (dims.length != 3) {
      throw new RowValues.WrongValue("got an image, which is for inputs (height, width, channels)");
    }
    return dims[2];
  }

  private int image(Tensor image, Object array, int at, int end) {
    System.arraycopy(fitting.fit(image, dims[0], dims[1]).floats(), 0, array, at, end - at);
    return end;
  }
}
