// SPDX-License-Identifier: Apache-2.0
package io.nyala.doctor;

import static io.nyala.callbacks.Callbacks.doctor;
import static io.nyala.callbacks.Callbacks.terminateOnNaN;
import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.layers.Layers.SOFTMAX;
import static io.nyala.layers.Layers.TANH;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.lstm;
import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.losses.Losses.sparseCategoricalCrossentropy;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.callbacks.Doctor;
import io.nyala.initializers.Initializer;
import io.nyala.initializers.Initializers;
import io.nyala.layers.base.Layer;
import io.nyala.layers.core.InputLayer;
import io.nyala.losses.Loss;
import io.nyala.models.FitOptions;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.optimizers.Optimizer;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Networks that are broken in one way each, and sound ones. */
class DoctorTest {
  private static final int ROWS = 300;
  private static final int FEATURES = 4;
  private static final Tensor X = noise(1, 0, 1);

  /** A smooth function of two of the features. */
  private static final Tensor Y = targets(r -> r[0] - 2 * r[1] + 0.5 * r[0] * r[1]);

  private static final Tensor SIGN = targets(r -> r[0] + r[1] > 0 ? 1 : 0);

  // Before training

  @Test
  void binary_loss_without_a_sigmoid() {
    onlyFinds(
        model(binaryCrossentropy(), dense(8).activation(RELU), dense(1)).check(X, SIGN),
        Disease.LOSS_AND_ACTIVATION_DO_NOT_FIT,
        "use sigmoid in the last layer, or no activation and fromLogits(true)");
  }

  @Test
  void class_loss_on_a_relu() {
    onlyFinds(
        model(sparseCategoricalCrossentropy(), dense(2).activation(RELU)).check(X, SIGN),
        Disease.LOSS_AND_ACTIVATION_DO_NOT_FIT,
        "use softmax in the last layer");
  }

  @Test
  void logits_that_are_none() {
    onlyFinds(
        model(binaryCrossentropy().fromLogits(true), dense(1).activation(SIGMOID)).check(X, SIGN),
        Disease.LOSS_AND_ACTIVATION_DO_NOT_FIT,
        "remove the activation");
  }

  @Test
  void softmax_over_one_unit() {
    onlyFinds(
        model(binaryCrossentropy(), dense(1).activation(SOFTMAX)).check(X, SIGN),
        Disease.LOSS_AND_ACTIVATION_DO_NOT_FIT,
        "a softmax over one unit is always 1");
  }

  @Test
  void labels_of_a_class_too_many() {
    Tensor labels = targets(r -> r[0] > 0 ? 3 : 1);
    onlyFinds(
        model(sparseCategoricalCrossentropy(), dense(3).activation(SOFTMAX)).check(X, labels),
        Disease.TARGETS_OUT_OF_RANGE,
        "number the classes from 0");
  }

  @Test
  void negative_targets_behind_a_relu() {
    onlyFinds(
        model(meanSquaredError(), dense(8).activation(TANH), dense(1).activation(RELU)).check(X, Y),
        Disease.TARGETS_OUT_OF_RANGE,
        "use no activation in the last layer");
  }

  @Test
  void inputs_as_they_come() {
    Tensor raw = noise(1, 500, 200);
    Model model = model(meanSquaredError(), dense(8).activation(RELU), dense(1));
    finds(model.check(raw, Y), Disease.UNSCALED_INPUTS, "StandardScaler");
    assertThat(
            model(meanSquaredError(), batchNormalization(), dense(8).activation(RELU), dense(1))
                .check(raw, Y)
                .has(Disease.UNSCALED_INPUTS))
        .as("where a layer scales them")
        .isFalse();
  }

  @Test
  void a_constant_feature() {
    Diagnosis diagnosis = sound().check(with(2, r -> 3), Y);
    onlyFinds(diagnosis, Disease.CONSTANT_FEATURES, "remove them");
    assertThat(diagnosis.toString()).contains("columns [2]");
  }

  @Test
  void a_feature_twice() {
    Diagnosis diagnosis = sound().check(with(3, r -> r[1]), Y);
    onlyFinds(diagnosis, Disease.DUPLICATED_FEATURES, "remove one of each pair");
    assertThat(diagnosis.toString()).contains("columns 1 and 3 are equal");
  }

  @Test
  void the_target_among_the_inputs() {
    Tensor x = X.rows(0, ROWS);
    float[] cheat = x.floats().clone();
    for (int r = 0; r < ROWS; r++) {
      cheat[r * FEATURES + 2] = 3 * Y.at(r) + 1;
    }
    onlyFinds(
        sound().check(Tensor.of(X.shape(), cheat), Y),
        Disease.LEAKAGE_SUSPECTED,
        "check whether the inputs contain the target");
  }

  @Test
  void equal_targets() {
    onlyFinds(sound().check(X, targets(r -> 2)), Disease.CONSTANT_TARGETS, "nothing to learn");
  }

  /** The broken network of the reference: kernels 0, biases 1. */
  @Test
  void constant_weights() {
    Initializer zero = Initializers.zeros();
    Initializer one = Initializers.ones();
    Model model =
        model(
            meanSquaredError(),
            dense(8).activation(RELU).kernelInitializer(zero).biasInitializer(one),
            dense(8).activation(RELU).kernelInitializer(zero).biasInitializer(one),
            dense(1).kernelInitializer(zero).biasInitializer(one));
    finds(model.check(X, Y), Disease.SYMMETRIC_WEIGHTS, "random initializer");
  }

  @Test
  void dead_relus() {
    onlyFinds(
        model(
                meanSquaredError(),
                dense(16)
                    .activation(RELU)
                    .biasInitializer(Initializers.constant(-10))
                    .named("hidden"),
                dense(1))
            .check(X, Y),
        Disease.DEAD_UNITS,
        "LeakyReLU");
  }

  @Test
  void saturated_tanhs() {
    finds(
        model(
                meanSquaredError(),
                dense(16).activation(TANH).kernelInitializer(Initializers.randomNormal(0, 20)),
                dense(1))
            .check(X, Y),
        Disease.SATURATED_UNITS,
        "start with smaller weights");
  }

  @Test
  void what_is_meant_in_one_place_is_left_out_there_alone() {
    Layer wide = dense(16).activation(TANH).kernelInitializer(Initializers.randomNormal(0, 20));
    Diagnosis found = model(meanSquaredError(), wide, dense(1)).check(X, Y);
    assertThat(found.without(Disease.SATURATED_UNITS, "elsewhere")).isEqualTo(found);
    assertThat(found.without(Disease.SATURATED_UNITS, wide.toString()).has(Disease.SATURATED_UNITS))
        .isFalse();
    assertThat(found.without(Disease.CONSTANT_TARGETS, wide.toString())).isEqualTo(found);
  }

  @Test
  void a_tower_of_sigmoids() {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      layers.add(dense(8).activation(SIGMOID));
    }
    layers.add(dense(1));
    onlyFinds(
        model(meanSquaredError(), layers.toArray(Layer[]::new)).check(X, Y),
        Disease.VANISHING_GRADIENTS,
        "use ReLU");
  }

  @Test
  void weights_that_multiply() {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      layers.add(dense(32).activation(RELU).kernelInitializer(Initializers.randomNormal(0, 2)));
    }
    layers.add(dense(1));
    onlyFinds(
        model(meanSquaredError(), layers.toArray(Layer[]::new)).check(X, Y),
        Disease.EXPLODING_GRADIENTS,
        "clip gradients");
  }

  // During training

  @Test
  void steps_too_large() {
    finds(trained(sgd(1.2), fit().epochs(5)), Disease.LEARNING_RATE_TOO_HIGH, "factor of 10");
  }

  @Test
  void steps_too_small() {
    onlyFinds(trained(adam(1e-7), fit().epochs(5)), Disease.LEARNING_RATE_TOO_LOW, "raise");
  }

  @Test
  void nothing_to_find() {
    Tensor chance = targets(r -> 0);
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < ROWS; i++) {
      chance.floats()[i] = (float) random.nextGaussian();
    }
    Doctor doctor = doctor(X, chance);
    Model model = model(meanSquaredError(), dense(1));
    model.fit(X, chance, fit().epochs(30).callbacks(doctor));
    onlyFinds(doctor.diagnosis(), Disease.NO_BETTER_THAN_TRIVIAL, "a few rows only");
  }

  @Test
  void learning_by_heart() {
    Tensor x = X.rows(0, 40);
    Tensor y = SIGN.rows(0, 40);
    for (int i = 0; i < 40; i += 3) {
      y.floats()[i] = 1 - y.floats()[i];
    }
    Doctor doctor = doctor(x, y);
    Model model =
        model(
            binaryCrossentropy(),
            dense(128).activation(RELU),
            dense(128).activation(RELU),
            dense(1).activation(SIGMOID));
    model.fit(
        x,
        y,
        fit().epochs(100).validation(X.rows(40, ROWS), SIGN.rows(40, ROWS)).callbacks(doctor));
    onlyFinds(doctor.diagnosis(), Disease.OVERFITTING, "stop early");
  }

  /** The curves of a network that learnt its rows by heart within 20 epochs, and went on to 200. */
  @Test
  void a_validation_that_slowly_gets_worse() {
    List<Double> losses = new ArrayList<>();
    List<Double> validation = new ArrayList<>();
    for (int epoch = 0; epoch < 200; epoch++) {
      losses.add(epoch < 17 ? 3 - 0.15 * epoch : 0.45 - 0.00125 * epoch);
      validation.add(epoch < 17 ? 2 - 0.09 * epoch : 0.53 + 0.0005 * epoch);
    }
    validation.set(16, 0.52);
    Diagnosis found = new Course(9800, losses, validation, 0.61, 1, false).diagnose();
    onlyFinds(found, Disease.OVERFITTING, "stop early");
    assertThat(found.findings().get(0).saw())
        .isEqualTo(
            "validation loss 0.6295 at the end, but 0.52 at best in epoch 17 of 200; training "
                + "loss 0.20125");
    assertThat(
            new Course(1960, losses.subList(0, 40), validation.subList(0, 40), 0.61, 1, false)
                .diagnose()
                .findings())
        .as("a little worse after 40 epochs")
        .isEmpty();
  }

  @Test
  void knows_in_which_epoch_a_validation_now_and_then_was_best() {
    List<Double> losses = List.of(0.9, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05, 0.02);
    double none = Double.NaN;
    List<Double> validation = List.of(none, 0.6, none, 0.5, none, 0.7, none, 0.9);
    Diagnosis found = new Course(400, losses, validation, 0.7, 1, false, 10).diagnose();
    assertThat(found.findings().get(0).saw()).contains("0.5 at best in epoch 14 of 18");
  }

  @Test
  void numbers_with_which_processors_are_slow() {
    Tensor tiny = Tensor.of(X.shape(), X.floats().clone());
    for (int i = 0; i < tiny.size(); i++) {
      tiny.floats()[i] *= 1e-39f;
    }
    Model model = model(meanSquaredError(), dense(8).activation(RELU), dense(1));
    Diagnosis found = model.check(tiny, Y);
    assertThat(found.findings())
        .extracting(Finding::disease, Finding::where)
        .containsOnlyOnce(tuple(Disease.SUBNORMAL_NUMBERS, "the inputs"));
    assertThat(found.findings().get(0).disease()).isEqualTo(Disease.SUBNORMAL_NUMBERS);
    assertThat(found.findings().get(0).saw())
        .matches("\\d+ of \\d+ numbers are between 0 and 1.2e-38, such as .*E-\\d\\d in row 0; .*");
    assertThat(found.findings().get(0).advice()).contains("scale the data");
    assertThat(model.check(X, Y).has(Disease.SUBNORMAL_NUMBERS)).isFalse();
  }

  @Test
  void weights_with_which_processors_are_slow() {
    Model model = model(meanSquaredError(), dense(1).named("small"));
    List<Tensor> weights = model.getWeights();
    Arrays.fill(weights.get(0).floats(), 1e-40f);
    weights.get(0).floats()[0] = 1;
    model.setWeights(weights);
    Diagnosis found = model.check(X, Y);
    assertThat(found.findings()).extracting(Finding::disease).contains(Disease.SUBNORMAL_NUMBERS);
    assertThat(found.findings()).extracting(Finding::where).contains("small/kernel");
  }

  /** A straight line through a parabola, which is left of it and right of it. */
  @Test
  void too_small_a_network() {
    Tensor y = targets(r -> r[0] * r[0] + 0.5 * r[1]);
    Doctor doctor = doctor(X, y);
    Model model = model(meanSquaredError(), dense(1));
    model.fit(X, y, fit().epochs(200).callbacks(doctor));
    onlyFinds(doctor.diagnosis(), Disease.UNDERFITTING, "use more units");
  }

  @Test
  void a_validation_that_is_perfect_at_once() {
    Course course = new Course(100, List.of(0.2), List.of(1e-5), 0.69, 0.3, false);
    onlyFinds(course.diagnose(), Disease.LEAKAGE_SUSPECTED, "rows are in both parts");
  }

  @Test
  void a_loss_that_fell_and_rose() {
    Course course = new Course(100, List.of(0.6, 0.3, 0.2, 0.5, 0.9), List.of(), 0.69, 2, false);
    onlyFinds(course.diagnose(), Disease.LEARNING_RATE_TOO_HIGH, "factor of 10");
  }

  // Sound

  /** A few steps, or a loss far above that of a constant answer but on its way, say nothing. */
  @Test
  void is_patient_with_a_training_that_goes_on() {
    List<Double> falling = List.of(5.8, 5.0, 2.1);
    assertThat(new Course(150, falling, List.of(), 0.73, 0.5, false).diagnose().isHealthy())
        .isTrue();
    List<Double> few = List.of(3.0, 2.99, 2.986);
    assertThat(new Course(12, few, List.of(), 2.992, 0.05, false).diagnose().isHealthy()).isTrue();
    List<Double> tiny = List.of(0.5, 2e-6, 1e-6, 5e-6);
    assertThat(new Course(400, tiny, List.of(), 0.69, 2, false).diagnose().isHealthy()).isTrue();
  }

  @Test
  void takes_its_rows_from_the_training() {
    Doctor rows = doctor();
    Tensor x = with(2, r -> 3);
    sound().fit(x, Y, fit().callbacks(rows));
    onlyFinds(rows.diagnosis(), Disease.CONSTANT_FEATURES, "remove them");

    Doctor batches = doctor();
    BatchSource source = pass -> new Thirds(x, Y);
    sound().fit(source, fit().epochs(3).callbacks(batches));
    onlyFinds(batches.diagnosis(), Disease.CONSTANT_FEATURES, "all 300 rows of columns [2]");
  }

  private static final class Thirds implements BatchSource.Pass {
    private final Tensor x;
    private final Tensor y;
    private int at;

    Thirds(Tensor x, Tensor y) {
      this.x = x;
      this.y = y;
    }

    @Override
    public Batch next() {
      at += 100;
      return at > ROWS ? null : Batch.of(x.rows(at - 100, at), y.rows(at - 100, at));
    }
  }

  /** A stateful layer keeps the size of the first batch of training, not of the checkup. */
  @Test
  void leaves_no_states_behind() {
    Tensor x = X.reshape(Shape.of(ROWS, FEATURES, 1));
    Model model = Sequential.of(input(FEATURES, 1), lstm(3).stateful(), dense(1)).seed(1);
    model.compile(adam(0.01), meanSquaredError());
    Doctor doctor = doctor();
    model.fit(x, Y, fit().batchSize(50).shuffle(false).epochs(3).callbacks(doctor));
    assertThat(doctor.diagnosis().has(Disease.LEARNING_RATE_TOO_HIGH)).isFalse();
  }

  @Test
  void quiet_when_all_is_well() {
    assertThat(sound().check(X, Y)).hasToString("The doctor found nothing.");
    Doctor regression = doctor(X, Y);
    Model model = sound();
    model.fit(
        X,
        Y,
        fit().epochs(20).validation(X.rows(200, ROWS), Y.rows(200, ROWS)).callbacks(regression));
    assertThat(regression.diagnosis().findings()).isEmpty();

    Doctor classes = doctor(X, SIGN);
    Model classifier =
        model(binaryCrossentropy(), dense(16).activation(RELU), dense(1).activation(SIGMOID));
    classifier.fit(X, SIGN, fit().epochs(20).validationSplit(0.2).callbacks(classes));
    assertThat(classes.diagnosis().findings()).isEmpty();
  }

  /** Class by class: what is looked at must not be of the first class alone. */
  @Test
  void rows_may_be_sorted() {
    int rows = 10_000;
    Random random = new Random(1);
    float[] x = new float[rows * FEATURES];
    float[] y = new float[rows];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
      y[i / FEATURES] = i < x.length / 2 ? 0 : 1;
    }
    Model model =
        model(binaryCrossentropy(), dense(16).activation(RELU), dense(1).activation(SIGMOID));
    Tensor sorted = Tensor.of(Shape.of(rows, FEATURES), x);
    assertThat(model.check(sorted, Tensor.of(Shape.of(rows, 1), y)).findings()).isEmpty();
  }

  @Test
  void a_check_changes_nothing() {
    Model model = model(meanSquaredError(), batchNormalization(), dense(8), dense(1));
    List<Tensor> before = model.getWeights();
    model.check(X, Y);
    assertThat(model.getWeights()).isEqualTo(before);
    assertThat(model.optimizer().iterations()).isZero();
  }

  @Test
  void tells_of_each_finding_once() {
    List<Diagnosis> told = new ArrayList<>();
    Tensor x = with(2, r -> 3);
    sound().fit(x, Y, fit().epochs(3).callbacks(doctor(x, Y).telling(told::add)));
    assertThat(told).hasSize(1);
    assertThat(told.get(0).findings().get(0))
        .hasToString(
            "constant features in the inputs: the same value in all 300 rows of columns [2]."
                + " Try: remove them, or check how they were read.");
  }

  private static Diagnosis trained(Optimizer optimizer, FitOptions options) {
    Model model = Sequential.of(input(FEATURES), dense(16).activation(RELU), dense(1)).seed(3);
    model.compile(optimizer, meanSquaredError());
    Doctor doctor = doctor(X, Y);
    model.fit(X, Y, options.callbacks(doctor, terminateOnNaN()));
    return doctor.diagnosis();
  }

  private static Model sound() {
    return model(
        meanSquaredError(), dense(16).activation(RELU), dense(16).activation(RELU), dense(1));
  }

  private static Model model(Loss loss, Layer... layers) {
    List<Layer> all =
        new ArrayList<>(List.of(new InputLayer(Shape.of(Shape.UNKNOWN, FEATURES), DType.FLOAT32)));
    all.addAll(List.of(layers));
    Model model = Sequential.of(all.toArray(Layer[]::new)).seed(1);
    model.compile(adam(0.01), loss);
    return model;
  }

  private static void onlyFinds(Diagnosis diagnosis, Disease disease, String advice) {
    assertThat(diagnosis.findings()).as(diagnosis.toString()).hasSize(1);
    finds(diagnosis, disease, advice);
  }

  private static void finds(Diagnosis diagnosis, Disease disease, String advice) {
    assertThat(diagnosis.has(disease)).as(diagnosis.toString()).isTrue();
    assertThat(diagnosis.toString()).contains(advice);
  }

  private static Tensor noise(long seed, float mean, float deviation) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[ROWS * FEATURES];
    for (int i = 0; i < values.length; i++) {
      values[i] = mean + deviation * (float) random.nextGaussian();
    }
    return Tensor.of(Shape.of(ROWS, FEATURES), values);
  }

  private static Tensor targets(ToDoubleFunction<float[]> rule) {
    float[] values = new float[ROWS];
    for (int r = 0; r < ROWS; r++) {
      values[r] = (float) rule.applyAsDouble(row(r));
    }
    return Tensor.of(Shape.of(ROWS, 1), values);
  }

  /** Returns the inputs with another column. */
  private static Tensor with(int column, ToDoubleFunction<float[]> rule) {
    float[] values = X.floats().clone();
    for (int r = 0; r < ROWS; r++) {
      values[r * FEATURES + column] = (float) rule.applyAsDouble(row(r));
    }
    return Tensor.of(X.shape(), values);
  }

  private static float[] row(int r) {
    return X.rows(r, r + 1).floats().clone();
  }
}
