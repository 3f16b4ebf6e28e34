// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.layers.Layers.SOFTMAX;
import static io.nyala.layers.Layers.SOFTPLUS;
import static io.nyala.layers.Layers.TANH;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.concatenate;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.subtract;
import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.losses.Losses.meanAbsoluteError;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.losses.Losses.sparseCategoricalCrossentropy;
import static io.nyala.models.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nyala.conformance.KerasFixtures;
import io.nyala.constraints.Constraints;
import io.nyala.layers.base.Layer;
import io.nyala.metrics.Metrics;
import io.nyala.ops.Value;
import io.nyala.optimizers.Adagrad;
import io.nyala.optimizers.Adam;
import io.nyala.optimizers.SGD;
import io.nyala.regularizers.Regularizers;
import io.nyala.support.Affine;
import io.nyala.support.SquaredError;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Whole trainings against Keras 3.15.1: 22 rows, batches of 8, two epochs, not shuffled. Models are
 * written out by hand here; losses, running losses, weights and predictions are Keras's.
 */
class KerasTrainingTest {
  private static final float TOLERANCE = 1e-4f;

  private Map<String, Tensor> arrays;

  private List<Tensor> list(String prefix) {
    List<Tensor> found = new ArrayList<>();
    for (int i = 0; arrays.containsKey(prefix + i); i++) {
      found.add(arrays.get(prefix + i));
    }
    return found;
  }

  /** Trains and compares; returns the history for what a case has besides. */
  private History check(String name, Model model, FitOptions options) {
    arrays = KerasFixtures.arrays("training/" + name);
    model.setWeights(list("weight_"));
    assertClose("prediction before", model.predict(list("input_")), list("prediction_before_"));
    List<Float> running = new ArrayList<>();
    Callback recorder =
        new Callback() {
          @Override
          public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
            running.add(logs.get("loss").floatValue());
          }
        };
    if (arrays.containsKey("sample_weight_0")) {
      options.sampleWeight(arrays.get("sample_weight_0"));
    }
    options.epochs(2).batchSize(8).shuffle(false).callbacks(recorder);
    History history = model.fit(list("input_"), list("target_"), options);
    float[] expected = arrays.get("running_loss").floats();
    assertThat(running).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(running.get(i)).as("running loss %d", i).isCloseTo(expected[i], near(expected[i]));
    }
    assertClose("weight", model.getWeights(), list("weight_after_"));
    assertClose("prediction", model.predict(list("input_")), list("prediction_"));
    return history;
  }

  private static org.assertj.core.data.Offset<Float> near(float expected) {
    return within(2e-5f + TOLERANCE * Math.abs(expected));
  }

  private static void assertClose(String what, List<Tensor> got, List<Tensor> expected) {
    assertThat(got).as(what).hasSameSizeAs(expected);
    for (int k = 0; k < got.size(); k++) {
      assertThat(got.get(k).shape()).isEqualTo(expected.get(k).shape());
      for (int i = 0; i < got.get(k).size(); i++) {
        float e = expected.get(k).at(i);
        assertThat(got.get(k).at(i)).as("%s %d, element %d", what, k, i).isCloseTo(e, near(e));
      }
    }
  }

  @Test
  void regression() {
    Model model = Sequential.of(input(5), dense(6).activation(RELU), dense(1));
    model.compile(
        new SGD(0.05),
        meanSquaredError(),
        Metrics.of(meanAbsoluteError()).named("mae"),
        Metrics.rootMeanSquaredError());
    History history = check("mlp_regression", model, fit());
    assertThat(history.values().keySet()).containsExactly("loss", "mae", "root_mean_squared_error");
    assertThat(history.last("mae")).isCloseTo(0.4552516043186188, within(1e-5));
    assertThat(history.last("root_mean_squared_error")).isCloseTo(0.5885821580886841, within(1e-5));
    assertThat(history.get("loss").get(0)).isCloseTo(0.4665825664997101, within(1e-5));
    assertThat(history.get("loss").get(1)).isCloseTo(0.3464289605617523, within(1e-5));
    Evaluation e = model.evaluate(list("input_").get(0), list("target_").get(0));
    assertThat(e.names()).containsExactly("loss", "mae", "root_mean_squared_error");
    assertThat(e.loss()).isCloseTo(0.29786670207977295, within(1e-5));
    assertThat(e.get("mae")).isCloseTo(0.4412938356399536, within(1e-5));
  }

  @Test
  void penalties_and_constraints() {
    Layer hidden =
        dense(6)
            .activation(TANH)
            .kernelRegularizer(Regularizers.l1l2(0.01, 0.02))
            .kernelConstraint(Constraints.maxNorm(1))
            .activityRegularizer(Regularizers.l2(0.05));
    Model model =
        Sequential.of(input(5), hidden, dense(1).kernelRegularizer(Regularizers.l2(0.01)));
    model.compile(new SGD(0.05).momentum(0.9).nesterov(), meanAbsoluteError());
    check("mlp_regularized_constrained", model, fit());
    Evaluation e = model.evaluate(list("input_").get(0), list("target_").get(0));
    assertThat(e.loss()).isCloseTo(0.8901965618133545, within(1e-4));
  }

  @Test
  void frozen_layers_stay_and_their_batch_norm_infers() {
    Layer body = dense(5).activation(RELU).trainable(false);
    Layer norm = batchNormalization().trainable(false);
    Model model = Sequential.of(input(5), body, norm, dense(4).activation(RELU), dense(1));
    model.compile(new SGD(0.05).momentum(0.5), meanSquaredError());
    check("frozen_layers", model, fit());
  }

  @Test
  void class_weights() {
    Model model = Sequential.of(input(5), dense(7).activation(RELU), dense(3).activation(SOFTMAX));
    model.compile(
        Compile.with(new Adam(0.01))
            .loss(sparseCategoricalCrossentropy())
            .metrics(Metrics.accuracy())
            .weightedMetrics(Metrics.accuracy()));
    History history =
        check("class_weight", model, fit().classWeight(Map.of(0, 1.0, 1, 3.0, 2, 0.5)));
    assertThat(history.last("accuracy")).isCloseTo(0.3181818127632141, within(1e-6));
    assertThat(history.last("weighted_accuracy")).isCloseTo(0.4590163826942444, within(1e-6));
    assertThat(history.last("loss")).isCloseTo(1.4315499067306519, within(1e-4));
  }

  @Test
  void sample_weights() {
    Model model = Sequential.of(input(5), dense(6).activation(SOFTPLUS), dense(1));
    model.compile(
        Compile.with(new Adagrad(0.1))
            .loss(meanSquaredError())
            .metrics(Metrics.of(meanAbsoluteError()).named("mae"))
            .weightedMetrics(
                Metrics.of(meanAbsoluteError()).named("mae"),
                Metrics.of(meanSquaredError()).named("mse")));
    History history = check("sample_weight", model, fit());
    assertThat(history.values().keySet()).containsExactly("loss", "mae", "mse", "weighted_mae");
    assertThat(history.last("mae")).isCloseTo(0.6886906027793884, within(1e-5));
    assertThat(history.last("mse")).isCloseTo(0.595419704914093, within(1e-5));
    assertThat(history.last("weighted_mae")).isCloseTo(0.6923432350158691, within(1e-5));
  }

  @Test
  void several_inputs_and_outputs() {
    Value left = input("left", 5);
    Value right = input("right", 3);
    Value both = concatenate().apply(dense(4).activation(RELU).apply(left), dense(3).apply(right));
    Value joined = dense(5).activation(RELU).apply(both);
    Value value = dense(1).named("value").apply(joined);
    Value label = dense(3).activation(SOFTMAX).named("label").apply(joined);
    Model model = Model.of(List.of(left, right), List.of(value, label));
    model.compile(
        Compile.with(new Adam(0.01))
            .loss("value", meanSquaredError())
            .loss("label", sparseCategoricalCrossentropy())
            .lossWeight("value", 0.3)
            .metrics("value", Metrics.of(meanAbsoluteError()).named("mae"))
            .metrics("label", Metrics.accuracy()));
    History history = check("multi_input_output", model, fit());
    assertThat(history.values().keySet())
        .containsExactly("label_accuracy", "label_loss", "loss", "value_loss", "value_mae");
    assertThat(history.last("value_loss")).isCloseTo(0.8092002272605896, within(1e-4));
    assertThat(history.last("label_loss")).isCloseTo(0.9142940640449524, within(1e-4));
    assertThat(history.last("value_mae")).isCloseTo(0.7083187103271484, within(1e-4));
    assertThat(history.last("label_accuracy")).isCloseTo(0.5454545617103577, within(1e-6));
    Evaluation e = model.evaluate(list("input_"), list("target_"), EvaluateOptions.evaluate());
    assertThat(e.names())
        .containsExactly("loss", "value_loss", "label_loss", "value_mae", "label_accuracy");
    assertThat(e.get("value_loss")).isCloseTo(0.7581602334976196, within(1e-4));
  }

  @Test
  void shared_layers() {
    Value a = input("a", 5);
    Value b = input("b", 5);
    Layer tower = dense(4).activation(RELU);
    Value same =
        dense(1).activation(SIGMOID).apply(subtract().apply(tower.apply(a), tower.apply(b)));
    Model model = Model.of(List.of(a, b), List.of(same));
    model.compile(new Adam(0.01), binaryCrossentropy());
    check("shared_layers", model, fit());
  }

  @Test
  void a_loss_of_ones_own_trains_the_same() {
    Model model = Sequential.of(input(5), dense(6).activation(RELU), new Affine(1));
    model.compile(new SGD(0.05), new SquaredError());
    check("mlp_regression", model, fit());
  }
}
