// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.losses.Losses;
import io.nyala.metrics.MeanMetricWrapper;
import io.nyala.metrics.Metrics;
import io.nyala.metrics.RocAuc;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.optimizers.Adam;
import io.nyala.optimizers.SGD;
import io.nyala.support.Affine;
import io.nyala.support.Data;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What users write themselves: callbacks, layers, losses, metrics, models. */
class OwnPiecesTest {
  private static final Tensor X = Data.normal(1, 60, 3);
  private static final Tensor Y = Data.target(X);

  /** The exact area under the ROC curve of held-out rows, after each epoch. */
  private static final class RocAucAfterEpoch extends Callback {
    private final Tensor x;
    private final Tensor y;

    RocAucAfterEpoch(Tensor x, Tensor y) {
      this.x = x;
      this.y = y;
    }

    @Override
    public void onEpochEnd(int epoch, Map<String, Double> logs) {
      RocAuc auc = Metrics.rocAuc();
      auc.update(List.of(y, model().predict(x)), null);
      logs.put("roc_auc", auc.result());
    }
  }

  @Test
  void a_callback_that_logs_a_measure_of_its_own() {
    float[] labels = new float[60];
    for (int i = 0; i < 60; i++) {
      labels[i] = X.at(3 * i) > 0 ? 1 : 0;
    }
    Tensor y = Tensor.of(Shape.of(60, 1), labels);
    Model model = Sequential.of(input(3), dense(1).activation(SIGMOID));
    model.compile(new Adam(0.1), binaryCrossentropy());
    History h = model.fit(X, y, fit().epochs(10).callbacks(new RocAucAfterEpoch(X, y)));
    assertThat(h.get("roc_auc")).hasSize(10);
    assertThat(h.last("roc_auc")).isGreaterThan(0.98);
  }

  @Test
  void a_layer_trains_like_ours() {
    Model own = Sequential.of(input(3), new Affine(4), new Affine(1));
    Model ours = Sequential.of(input(3), dense(4), dense(1));
    ours.setWeights(own.getWeights());
    for (Model model : List.of(own, ours)) {
      model.compile(new SGD(0.05), meanSquaredError());
      model.fit(X, Y, fit().epochs(3));
    }
    for (int i = 0; i < 4; i++) {
      assertThat(own.getWeights().get(i).floats())
          .containsExactly(ours.getWeights().get(i).floats(), within(1e-5f));
    }
  }

  @Test
  void a_loss_and_a_metric_are_functions_of_targets_and_predictions() {
    Model own = Sequential.of(input(3), dense(1));
    Model ours = Sequential.of(input(3), dense(1));
    own.compile(
        new SGD(0.05),
        Losses.custom("own", (t, p) -> Ops.mean(Ops.square(Ops.subtract(t, p)), false, -1)),
        new MeanMetricWrapper("error", (t, p) -> Ops.abs(Ops.subtract(t, p)), false));
    ours.compile(new SGD(0.05), meanSquaredError(), Metrics.meanAbsoluteError());
    History h = own.fit(X, Y, fit().epochs(3));
    History expected = ours.fit(X, Y, fit().epochs(3));
    assertThat(h.last("loss")).isCloseTo(expected.last("loss"), within(1e-6));
    assertThat(h.last("error")).isCloseTo(expected.last("mean_absolute_error"), within(1e-6));
  }

  /** A residual block with a penalty that it adds itself. */
  private static final class Residual extends Model {
    private final Layer inner = add(dense(3).activation(RELU));
    private final Layer outer = add(dense(3));
    private final Layer head = add(dense(1));

    @Override
    protected Value call(Call call, Value x) {
      Value hidden = inner.trace(call, List.of(x)).get(0);
      Value sum = Ops.add(x, outer.trace(call, List.of(hidden)).get(0));
      call.addLoss(Ops.multiply(Ops.mean(Ops.square(hidden)), 0.1f));
      return head.trace(call, List.of(sum)).get(0);
    }
  }

  @Test
  void a_model_may_be_a_class() {
    Residual model = new Residual();
    model.compile(new Adam(0.01), meanSquaredError());
    History h = model.fit(X, Y, fit().epochs(100));
    assertThat(model.weights()).hasSize(6);
    assertThat(model.predict(X).shape()).isEqualTo(Shape.of(60, 1));
    assertThat(h.last("loss")).isLessThan(0.5 * h.get("loss").get(0));
    assertThat(model.summary()).contains("Model: \"residual").contains("(Dense)");
  }

  @Test
  void losses_that_layers_add_count_in_training_and_evaluation() {
    Residual model = new Residual();
    model.compile(new SGD(0), meanSquaredError());
    double logged = model.fit(X, Y, fit().batchSize(60)).last("loss");
    Tensor p = model.predict(X);
    double error = 0;
    for (int i = 0; i < 60; i++) {
      error += Math.pow(p.at(i) - Y.at(i), 2) / 60;
    }
    assertThat(logged).isGreaterThan(error + 1e-3);
    assertThat(model.evaluate(X, Y, EvaluateOptions.evaluate().batchSize(60)).loss())
        .isCloseTo(logged, within(1e-6));
  }
}
