// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * The confusion matrix; Keras has no such metric. Targets are integer labels or one-hot,
 * predictions are scores of classes or, for two classes, one probability. The logged value is the
 * accuracy, the fraction on the diagonal; {@link #matrix} returns the counts.
 */
public final class ConfusionMatrix extends Metric {
  private PairCounts counts;

  /** Creates the metric. */
  public ConfusionMatrix(int numClasses) {
    super("confusion_matrix");
    counts = new PairCounts(name(), numClasses);
  }

  static ConfusionMatrix of(Settings settings) {
    return new ConfusionMatrix(settings.getInt("num_classes"));
  }

  @Override
  protected List<Value> observe(Value yTrue, Value yPred) {
    Shape p = yPred.shape();
    if (p.rank() < 2 || p.last() == 1) {
      Value answer = Ops.cast(Ops.greater(yPred, 0.5f), DType.INT32);
      return List.of(Ops.cast(yTrue, DType.INT32), answer);
    }
    boolean oneHot = yTrue.shape().rank() == p.rank() && yTrue.shape().last() != 1;
    Value truth = oneHot ? Ops.argMax(yTrue, -1) : Ops.cast(yTrue, DType.INT32);
    return List.of(truth, Ops.argMax(yPred, -1));
  }

  @Override
  public void update(List<Tensor> observed, Tensor sampleWeight) {
    counts.update(name(), observed.get(0), observed.get(1), sampleWeight, -1, false);
  }

  /** Returns the counts: {@code [true class][predicted class]}. */
  public double[][] matrix() {
    int n = counts.classes();
    double[][] matrix = new double[n][n];
    for (int truth = 0; truth < n; truth++) {
      for (int answer = 0; answer < n; answer++) {
        matrix[truth][answer] = counts.at(truth, answer);
      }
    }
    return matrix;
  }

  /** Returns the accuracy. */
  @Override
  public double result() {
    double right = 0;
    double all = 0;
    for (int c = 0; c < counts.classes(); c++) {
      right += counts.at(c, c);
      all += counts.ofTruth(c);
    }
    return all == 0 ? 0 : right / all;
  }

  @Override
  public Metric copy() {
    ConfusionMatrix copy = (ConfusionMatrix) shallowCopy();
    copy.counts = new PairCounts(name(), counts.classes());
    return copy;
  }

  @Override
  public void reset() {
    counts.reset();
  }

  @Override
  public boolean largerIsBetter() {
    return true;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("num_classes", counts.classes());
    return config;
  }
}
