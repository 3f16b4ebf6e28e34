// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.losses.CosineSimilarity;
import io.nyala.losses.Loss;
import io.nyala.losses.Losses;
import io.nyala.losses.Measure;
import io.nyala.losses.SharedMeasures;
import io.nyala.metrics.AnswerCount.Kind;
import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import io.nyala.settings.Registry;
import io.nyala.settings.Serialized;
import io.nyala.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** Factory methods for metrics, with Keras's names and defaults. */
public final class Metrics extends SharedMeasures {
  private static final Registry<Metric> REGISTRY = new Registry<>("metric");

  static {
    add(s -> ByShape.accuracy(), "accuracy", "acc");
    add(s -> ByShape.crossentropy(), "crossentropy", "ce");
    add(s -> new Accuracy(), "Accuracy");
    add(BinaryAccuracy::of, "BinaryAccuracy", "binary_accuracy");
    add(s -> new CategoricalAccuracy(), "CategoricalAccuracy", "categorical_accuracy");
    add(
        s -> new SparseCategoricalAccuracy(),
        "SparseCategoricalAccuracy",
        "sparse_categorical_accuracy");
    add(TopKCategoricalAccuracy::of, "TopKCategoricalAccuracy", "top_k_categorical_accuracy");
    add(
        SparseTopKCategoricalAccuracy::of,
        "SparseTopKCategoricalAccuracy",
        "sparse_top_k_categorical_accuracy");
    add(AUC::of, "AUC", "auc");
    add(s -> new RocAuc(), "RocAuc", "roc_auc");
    add(Precision::of, "Precision", "precision");
    add(Recall::of, "Recall", "recall");
    add(F1Score::of, "F1Score", "f1_score");
    add(FBetaScore::of, "FBetaScore", "fbeta_score", "f_beta_score");
    add(R2Score::of, "R2Score", "r2_score");
    add(s -> new Mean(), "Mean", "mean");
    add(s -> new Sum(), "Sum", "sum");
    add(s -> new RootMeanSquaredError(), "RootMeanSquaredError", "root_mean_squared_error", "rmse");
    add(ConfusionMatrix::of, "ConfusionMatrix", "confusion_matrix");
    for (Kind kind : Kind.values()) {
      AnswerCount example = new AnswerCount(kind);
      add(s -> AnswerCount.of(kind, s), example.className(), example.name());
    }
    for (BestAtLimit.Kind kind : BestAtLimit.Kind.values()) {
      BestAtLimit example = new BestAtLimit(kind, 0.5);
      add(s -> BestAtLimit.of(kind, s), example.className(), example.name());
    }
    for (String iou : new String[] {"IoU", "MeanIoU", "BinaryIoU", "OneHotIoU", "OneHotMeanIoU"}) {
      add(s -> IoU.read(iou, s), iou);
    }
    loss("MeanSquaredError", "mean_squared_error", "mse", "MSE");
    loss("MeanAbsoluteError", "mean_absolute_error", "mae", "MAE");
    loss("MeanAbsolutePercentageError", "mean_absolute_percentage_error", "mape", "MAPE");
    loss("MeanSquaredLogarithmicError", "mean_squared_logarithmic_error", "msle", "MSLE");
    loss("KLDivergence", "kl_divergence", "kld", "KLD");
    loss("Poisson", "poisson");
    loss("Hinge", "hinge");
    loss("SquaredHinge", "squared_hinge");
    loss("CategoricalHinge", "categorical_hinge");
    loss("BinaryCrossentropy", "binary_crossentropy", "bce", "BCE");
    loss("CategoricalCrossentropy", "categorical_crossentropy");
    loss("SparseCategoricalCrossentropy", "sparse_categorical_crossentropy");
    add(s -> logCoshError(), "LogCoshError", "log_cosh_error", "logcosh");
    add(s -> cosine(s.getInt("axis", -1)), "CosineSimilarity", "cosine_similarity");
    add(
        s -> correlation("PearsonCorrelation", "pearson_correlation", s.getInt("axis", -1)),
        "PearsonCorrelation",
        "pearson_correlation");
    add(
        s -> correlation("ConcordanceCorrelation", "concordance_correlation", s.getInt("axis", -1)),
        "ConcordanceCorrelation",
        "concordance_correlation");
  }

  private Metrics() {}

  private static void add(Function<Settings, ? extends Metric> reader, String... names) {
    REGISTRY.add(
        s -> {
          Metric metric = reader.apply(s);
          return s.has("name") ? metric.named(s.getString("name", null)) : metric;
        },
        names);
  }

  /** Registers the mean of a loss, which Keras has as a metric of the same class name. */
  private static void loss(String className, String name, String... shorter) {
    Function<Settings, Metric> reader = s -> new MeanMetricWrapper(className, name, lossOf(s));
    add(reader, className, name);
    add(reader, shorter);
  }

  private static Loss lossOf(Settings settings) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("class_name", settings.className());
    form.put("config", settings.map());
    return Losses.fromConfig(form);
  }

  /** Returns the accuracy; its kind follows from the shapes. */
  public static Metric accuracy() {
    return ByShape.accuracy();
  }

  /** Returns the mean cross-entropy; its kind follows from the shapes. */
  public static Metric crossentropy() {
    return ByShape.crossentropy();
  }

  /** Returns how often {@code yPred > 0.5} agrees with targets of 0 and 1. */
  public static BinaryAccuracy binaryAccuracy() {
    return new BinaryAccuracy();
  }

  /** Returns how often the highest score is that of one-hot targets. */
  public static CategoricalAccuracy categoricalAccuracy() {
    return new CategoricalAccuracy();
  }

  /** Returns how often the highest score is that of integer labels. */
  public static SparseCategoricalAccuracy sparseCategoricalAccuracy() {
    return new SparseCategoricalAccuracy();
  }

  /** Returns how often the class of one-hot targets is among the k highest scores. */
  public static TopKCategoricalAccuracy topKCategoricalAccuracy(int k) {
    return new TopKCategoricalAccuracy(k);
  }

  /** Returns how often the class of integer labels is among the k highest scores. */
  public static SparseTopKCategoricalAccuracy sparseTopKCategoricalAccuracy(int k) {
    return new SparseTopKCategoricalAccuracy(k);
  }

  /** Returns Keras's approximate area under the ROC curve, which needs little memory. */
  public static AUC auc() {
    return new AUC();
  }

  /** Returns the exact area under the ROC curve; keeps all scores. */
  public static RocAuc rocAuc() {
    return new RocAuc();
  }

  /** Returns the precision. */
  public static Precision precision() {
    return new Precision();
  }

  /** Returns the recall. */
  public static Recall recall() {
    return new Recall();
  }

  /** Returns the harmonic mean of precision and recall, with this average over classes. */
  public static F1Score f1Score(Average average) {
    return new F1Score().average(average);
  }

  /** Returns the harmonic mean of precision and recall, with recall weighted {@code beta} times. */
  public static FBetaScore fBetaScore(double beta, Average average) {
    return new FBetaScore(beta).average(average);
  }

  /** Returns the number of true positives. */
  public static AnswerCount truePositives() {
    return new AnswerCount(Kind.TRUE_POSITIVES);
  }

  /** Returns the number of false positives. */
  public static AnswerCount falsePositives() {
    return new AnswerCount(Kind.FALSE_POSITIVES);
  }

  /** Returns the number of true negatives. */
  public static AnswerCount trueNegatives() {
    return new AnswerCount(Kind.TRUE_NEGATIVES);
  }

  /** Returns the number of false negatives. */
  public static AnswerCount falseNegatives() {
    return new AnswerCount(Kind.FALSE_NEGATIVES);
  }

  /** Returns {@code sqrt(mean((yTrue - yPred)^2))}. */
  public static RootMeanSquaredError rootMeanSquaredError() {
    return new RootMeanSquaredError();
  }

  /**
   * Returns the coefficient of determination: the fraction of the targets' variance explained by
   * the predictions.
   */
  public static R2Score r2Score() {
    return new R2Score();
  }

  /** Returns {@code mean(log(cosh(yPred - yTrue)))}. */
  public static MeanMetricWrapper logCoshError() {
    return new MeanMetricWrapper("LogCoshError", "logcosh", Losses.logCosh());
  }

  /** Returns the intersection over union, averaged over classes, for integer labels. */
  public static IoU meanIoU(int numClasses) {
    return IoU.mean(numClasses);
  }

  /** Returns a confusion matrix. */
  public static ConfusionMatrix confusionMatrix(int numClasses) {
    return new ConfusionMatrix(numClasses);
  }

  /**
   * Returns the mean of a loss, under its name. {@link CosineSimilarity} loses its minus sign, as
   * Keras's metric of that name has none.
   */
  public static MeanMetricWrapper of(Loss loss) {
    return loss instanceof CosineSimilarity similarity
        ? cosine((Integer) similarity.config().get("axis"))
        : new MeanMetricWrapper(loss);
  }

  /** Returns the metric itself, or that of a loss as {@link #of(Loss)}. */
  public static Metric of(Measure measure) {
    return switch (Arguments.given("measure", measure)) {
      case Metric metric -> metric;
      case Loss loss -> of(loss);
      default ->
          throw new IllegalArgumentException(
              "metric \"%s\" is a %s; expected a Metric or a Loss"
                  .formatted(measure.name(), measure.getClass().getName()));
    };
  }

  private static MeanMetricWrapper cosine(int axis) {
    return function(
        "CosineSimilarity", "cosine_similarity", axis, (y, p) -> Correlations.cosine(y, p, axis));
  }

  private static MeanMetricWrapper correlation(String className, String name, int axis) {
    return className.startsWith("Pearson")
        ? function(className, name, axis, (y, p) -> Correlations.pearson(y, p, axis))
        : function(className, name, axis, (y, p) -> Correlations.concordance(y, p, axis));
  }

  private static MeanMetricWrapper function(
      String className, String name, int axis, BinaryOperator<Value> function) {
    return new MeanMetricWrapper(
        className, name, MeanMetricWrapper.aligned(function), true, Map.of("axis", axis));
  }

  /**
   * Returns a metric by Keras's name, for example {@code mse} or {@code auc}; it is logged under
   * that very name.
   *
   * @throws IllegalArgumentException if the name is unknown
   */
  public static Metric byName(String name) {
    return REGISTRY.byName(name).named(name);
  }

  /**
   * Returns a metric from a Keras configuration: null, a name, {@code {class_name, config}}, or the
   * form of a function.
   *
   * @throws IllegalArgumentException if form, name or a setting is wrong
   */
  public static Metric fromConfig(Object form) {
    if (form instanceof Map<?, ?> map
        && "function".equals(map.get("class_name"))
        && map.get("config") instanceof String name) {
      return byName(name);
    }
    return form instanceof String name ? byName(name) : REGISTRY.read(form);
  }

  /**
   * Returns the Keras configuration of a metric, null for null; a name if the metric is selected by
   * shape.
   */
  public static Object toConfig(Metric metric) {
    if (metric == null) {
      return null;
    }
    return metric instanceof ByShape byShape
        ? byShape.identifier()
        : Serialized.object(metric, "keras.metrics", metric.className(), metric.config());
  }

  /** Registers a custom metric for reading model files. */
  public static void register(String name, Function<Settings, ? extends Metric> reader) {
    add(Arguments.given("reader", reader), name);
  }
}
