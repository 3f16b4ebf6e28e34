// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import io.nyala.settings.Registry;
import io.nyala.settings.Serialized;
import io.nyala.settings.Settings;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** Factory methods for losses, with Keras's names and defaults. */
public final class Losses extends SharedMeasures {
  private static final Registry<Loss> REGISTRY = new Registry<>("loss");

  static {
    add(s -> new MeanSquaredError(), "MeanSquaredError", "mean_squared_error", "mse", "MSE");
    add(s -> new MeanAbsoluteError(), "MeanAbsoluteError", "mean_absolute_error", "mae", "MAE");
    add(
        s -> new MeanAbsolutePercentageError(),
        "MeanAbsolutePercentageError",
        "mean_absolute_percentage_error",
        "mape",
        "MAPE");
    add(
        s -> new MeanSquaredLogarithmicError(),
        "MeanSquaredLogarithmicError",
        "mean_squared_logarithmic_error",
        "msle",
        "MSLE");
    add(Huber::of, "Huber", "huber", "huber_loss");
    add(s -> new LogCosh(), "LogCosh", "log_cosh", "logcosh");
    add(CosineSimilarity::of, "CosineSimilarity", "cosine_similarity");
    add(s -> new Poisson(), "Poisson", "poisson");
    add(
        s -> new KLDivergence(),
        "KLDivergence",
        "kl_divergence",
        "kullback_leibler_divergence",
        "kld",
        "KLD");
    add(s -> new Hinge(), "Hinge", "hinge");
    add(s -> new SquaredHinge(), "SquaredHinge", "squared_hinge");
    add(s -> new CategoricalHinge(), "CategoricalHinge", "categorical_hinge");
    add(BinaryCrossentropy::of, "BinaryCrossentropy", "binary_crossentropy", "bce", "BCE");
    add(CategoricalCrossentropy::of, "CategoricalCrossentropy", "categorical_crossentropy");
    add(
        SparseCategoricalCrossentropy::of,
        "SparseCategoricalCrossentropy",
        "sparse_categorical_crossentropy");
    add(BinaryFocalCrossentropy::of, "BinaryFocalCrossentropy", "binary_focal_crossentropy");
    add(
        CategoricalFocalCrossentropy::of,
        "CategoricalFocalCrossentropy",
        "categorical_focal_crossentropy");
    add(
        CategoricalGeneralizedCrossEntropy::of,
        "CategoricalGeneralizedCrossEntropy",
        "categorical_generalized_cross_entropy");
    add(Dice::of, "Dice", "dice");
    add(Tversky::of, "Tversky", "tversky");
    add(Circle::of, "Circle", "circle");
    add(s -> new CTC(), "CTC", "ctc");
  }

  private Losses() {}

  private static void add(Function<Settings, ? extends Loss> reader, String... names) {
    REGISTRY.add(
        s -> reader.apply(s).reduction(Reduction.byName(s.getString("reduction", "mean"))), names);
  }

  /** Returns the mean squared difference of {@code log(1 + x)}. */
  public static MeanSquaredLogarithmicError meanSquaredLogarithmicError() {
    return new MeanSquaredLogarithmicError();
  }

  /** Returns half the squared error up to 1, linear beyond. */
  public static Huber huber() {
    return new Huber();
  }

  /** Returns half the squared error up to {@code delta}, linear beyond. */
  public static Huber huber(double delta) {
    return new Huber(delta);
  }

  /** Returns {@code mean(log(cosh(yPred - yTrue)))}. */
  public static LogCosh logCosh() {
    return new LogCosh();
  }

  /** Returns {@code mean(yPred - yTrue * log(yPred))}, for counts. */
  public static Poisson poisson() {
    return new Poisson();
  }

  /** Returns {@code sum(yTrue * log(yTrue / yPred))}. */
  public static KLDivergence klDivergence() {
    return new KLDivergence();
  }

  /** Returns {@code mean(max(1 - yTrue * yPred, 0))}, for targets of -1 and 1. */
  public static Hinge hinge() {
    return new Hinge();
  }

  /** Returns {@code mean(max(1 - yTrue * yPred, 0)^2)}, for targets of -1 and 1. */
  public static SquaredHinge squaredHinge() {
    return new SquaredHinge();
  }

  /** Returns the hinge loss of several classes, for one-hot targets. */
  public static CategoricalHinge categoricalHinge() {
    return new CategoricalHinge();
  }

  /** Returns the binary cross-entropy; the last layer has a sigmoid. */
  public static BinaryCrossentropy binaryCrossentropy() {
    return new BinaryCrossentropy();
  }

  /** Returns the categorical cross-entropy for one-hot targets; the last layer has a softmax. */
  public static CategoricalCrossentropy categoricalCrossentropy() {
    return new CategoricalCrossentropy();
  }

  /** Returns the categorical cross-entropy for integer labels; the last layer has a softmax. */
  public static SparseCategoricalCrossentropy sparseCategoricalCrossentropy() {
    return new SparseCategoricalCrossentropy();
  }

  /** Returns the binary focal cross-entropy, which gives less weight to easy samples. */
  public static BinaryFocalCrossentropy binaryFocalCrossentropy() {
    return new BinaryFocalCrossentropy();
  }

  /** Returns the categorical focal cross-entropy, which gives less weight to easy samples. */
  public static CategoricalFocalCrossentropy categoricalFocalCrossentropy() {
    return new CategoricalFocalCrossentropy();
  }

  /** Returns the circle loss between integer labels and embeddings of length 1. */
  public static Circle circle() {
    return new Circle();
  }

  /** Returns one minus the Dice coefficient of masks. */
  public static Dice dice() {
    return new Dice();
  }

  /** Returns one minus the Tversky index of masks. */
  public static Tversky tversky() {
    return new Tversky();
  }

  /** Returns the connectionist temporal classification loss. */
  public static CTC ctc() {
    return new CTC();
  }

  /**
   * Returns a custom loss.
   *
   * @param name the name used in logs and files
   * @param perSample computes one number per sample from float32 targets and predictions
   */
  public static Loss custom(String name, BinaryOperator<Value> perSample) {
    return new FunctionLoss(name, perSample);
  }

  /**
   * Returns a loss by Keras's name, for example {@code mse} or {@code binary_crossentropy}.
   *
   * @throws IllegalArgumentException if the name is unknown
   */
  public static Loss byName(String name) {
    return REGISTRY.byName(name);
  }

  /**
   * Returns a loss from a Keras configuration: null, a name, {@code {class_name, config}}, or the
   * form of a function.
   *
   * @throws IllegalArgumentException if form, name or a setting is wrong
   */
  public static Loss fromConfig(Object form) {
    if (form instanceof Map<?, ?> map
        && "function".equals(map.get("class_name"))
        && map.get("config") instanceof String name) {
      return byName(name);
    }
    return REGISTRY.read(form);
  }

  /** Returns the Keras configuration of a loss, null for null. */
  public static Map<String, Object> toConfig(Loss loss) {
    return loss == null
        ? null
        : Serialized.object(loss, "keras.losses", loss.className(), loss.config());
  }

  /** Registers a custom loss for reading model files. */
  public static void register(String name, Function<Settings, ? extends Loss> reader) {
    add(Arguments.given("reader", reader), name);
  }
}
