// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.serving;

import io.nyala.settings.Arguments;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * What the numbers of an output mean: classes by name, or a number in another unit. A model stores
 * it in its files, where Keras ignores it.
 *
 * <p>Immutable. Training, evaluation and {@code predict} on tensors do not use it; {@link
 * NamedPredictor} does.
 */
public final class Decoding {
  private static final String CLASSES = "classes";
  private static final String LOGITS = "from_logits";
  private static final String SEVERAL = "several";
  private static final String SCALE = "scale";
  private static final String OFFSET = "offset";

  private final List<String> classes;
  private final boolean fromLogits;
  private final boolean several;
  private final double scale;
  private final double offset;

  private Decoding(
      List<String> classes, boolean fromLogits, boolean several, double scale, double offset) {
    this.classes = classes;
    this.fromLogits = fromLogits;
    this.several = several;
    this.scale = scale;
    this.offset = offset;
  }

  /**
   * Returns the decoding of probabilities of classes: one for each class, or for two classes the
   * single probability of the second.
   *
   * @throws IllegalArgumentException if there are fewer than two names, or two are equal
   */
  public static Decoding classes(String... names) {
    return classes(Arguments.eachGiven("class names", names));
  }

  /** Same as {@link #classes(String...)}. */
  public static Decoding classes(List<String> names) {
    List<String> all = Arguments.allGiven("class names", names);
    if (all.size() < 2 || new LinkedHashSet<>(all).size() < all.size()) {
      throw new IllegalArgumentException("expected at least two different class names, got " + all);
    }
    return new Decoding(all, false, false, 1, 0);
  }

  /** Returns the decoding of a number that was trained as {@code (number - offset) / scale}. */
  public static Decoding number(double scale, double offset) {
    if (!(Double.isFinite(scale) && Double.isFinite(offset)) || scale == 0) {
      throw new IllegalArgumentException(
          "expected a finite scale other than 0 and a finite offset, got %s and %s"
              .formatted(scale, offset));
    }
    return new Decoding(List.of(), false, false, scale, offset);
  }

  /** Returns the same for a network without a last softmax or sigmoid, which returns logits. */
  public Decoding fromLogits() {
    return new Decoding(requireClasses("fromLogits"), true, several, scale, offset);
  }

  /** Returns the same for classes that do not exclude each other, each with its own sigmoid. */
  public Decoding several() {
    return new Decoding(requireClasses("several"), fromLogits, true, scale, offset);
  }

  private List<String> requireClasses(String what) {
    if (classes.isEmpty()) {
      throw new IllegalArgumentException(what + " is for classes, not for a number");
    }
    return classes;
  }

  /** Returns the names of the classes; empty for a number. */
  public List<String> classNames() {
    return classes;
  }

  /** Returns whether several classes may be true at once. */
  public boolean isSeveral() {
    return several;
  }

  /**
   * Checks this decoding against an output.
   *
   * @param what names the output in the message
   * @param output its shape
   */
  public void check(String what, Shape output) {
    int rank = output.rank();
    int width = rank == 2 ? output.last() : -1;
    boolean binary = classes.size() == 2 && width == 1 && !several;
    boolean fits = classes.isEmpty() ? rank > 0 : rank == 2 && (width == classes.size() || binary);
    if (!fits) {
      throw new IllegalArgumentException(
          "%s has shape %s; it cannot be decoded as %s"
              .formatted(
                  what,
                  output,
                  classes.isEmpty() ? "a number" : classes.size() + " classes " + classes));
    }
  }

  /**
   * Returns the numbers of a row in their unit, or the probabilities of all classes.
   *
   * @param row a row of the output
   */
  public double[] decode(float... row) {
    Arguments.given("row", row);
    double[] decoded = new double[classes.isEmpty() ? row.length : classes.size()];
    if (classes.isEmpty()) {
      for (int i = 0; i < row.length; i++) {
        decoded[i] = row[i] * scale + offset;
      }
    } else if (row.length == 1) {
      decoded[1] = fromLogits ? sigmoid(row[0]) : row[0];
      decoded[0] = 1 - decoded[1];
    } else {
      double most = Double.NEGATIVE_INFINITY;
      for (float x : row) {
        most = Math.max(most, x);
      }
      double sum = 0;
      for (int i = 0; i < row.length; i++) {
        decoded[i] =
            !fromLogits ? row[i] : several ? sigmoid(row[i]) : StrictMath.exp(row[i] - most);
        sum += decoded[i];
      }
      for (int i = 0; i < row.length && fromLogits && !several; i++) {
        decoded[i] /= sum;
      }
    }
    requireProbabilities(decoded);
    return decoded;
  }

  private void requireProbabilities(double... decoded) {
    for (double p : decoded) {
      if (!classes.isEmpty() && !(p >= -1e-6 && p <= 1 + 1e-6) && !Double.isNaN(p)) {
        throw new IllegalStateException(
            ("expected probabilities of %s, got %s; if the network has no softmax or sigmoid at its"
                    + " end, use Decoding.classes(...).fromLogits()")
                .formatted(classes, p));
      }
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  /** Returns the form for files. */
  public Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    if (classes.isEmpty()) {
      config.put(SCALE, scale);
      config.put(OFFSET, offset);
    } else {
      config.put(CLASSES, classes);
      config.put(LOGITS, fromLogits);
      config.put(SEVERAL, several);
    }
    return config;
  }

  /** Reads the form in files. */
  public static Decoding fromConfig(Map<String, ?> config) {
    Settings s = new Settings("decoding", Arguments.given("config", config));
    if (!s.has(CLASSES)) {
      return number(s.getDouble(SCALE, 1), s.getDouble(OFFSET, 0));
    }
    Decoding read = classes(s.getList(CLASSES).stream().map(String::valueOf).toList());
    return new Decoding(
        read.classes, s.getBoolean(LOGITS, false), s.getBoolean(SEVERAL, false), 1, 0);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Decoding d && config().equals(d.config());
  }

  @Override
  public int hashCode() {
    return config().hashCode();
  }

  @Override
  public String toString() {
    return config().toString();
  }
}
