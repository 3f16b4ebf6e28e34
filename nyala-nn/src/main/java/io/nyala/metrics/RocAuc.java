// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.ops.Value;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * The exact area under the ROC curve: the probability that a positive sample scores higher than a
 * negative one, where ties count half. Keeps all scores since the last reset, 9 bytes each; {@link
 * AUC} does not.
 */
public final class RocAuc extends Metric {
  private float[] scores = new float[256];
  private float[] weights = new float[256];
  private boolean[] truths = new boolean[256];
  private int count;
  private double result;
  private boolean known;

  /** Creates the metric. */
  public RocAuc() {
    super("roc_auc");
  }

  @Override
  protected List<Value> observe(Value yTrue, Value yPred) {
    return Pairs.of(name(), yTrue, yPred);
  }

  @Override
  public void update(List<Tensor> observed, Tensor sampleWeight) {
    Tensor yTrue = observed.get(0);
    Tensor yPred = observed.get(1);
    int block = sampleWeight == null ? 1 : Weights.block(name(), yPred.shape(), sampleWeight);
    makeRoom(count + yPred.size());
    for (int i = 0; i < yPred.size(); i++) {
      scores[count] = yPred.at(i);
      truths[count] = yTrue.at(i) != 0;
      weights[count] = sampleWeight == null ? 1 : sampleWeight.at(i / block);
      count++;
    }
    known = false;
  }

  private void makeRoom(int needed) {
    if (needed > scores.length) {
      int size = Math.max(needed, 2 * scores.length);
      scores = Arrays.copyOf(scores, size);
      weights = Arrays.copyOf(weights, size);
      truths = Arrays.copyOf(truths, size);
    }
  }

  /** Returns the area; NaN if there are no positive or no negative samples, or a score is NaN. */
  @Override
  public double result() {
    if (!known) {
      result = area();
      known = true;
    }
    return result;
  }

  private double area() {
    long[] order = new long[count];
    for (int i = 0; i < count; i++) {
      if (Float.isNaN(scores[i])) {
        return Double.NaN;
      }
      order[i] = (long) ordered(scores[i]) << 32 | i;
    }
    Arrays.sort(order);
    double yes = 0;
    double no = 0;
    double area = 0;
    for (int at = 0; at < count; ) {
      float score = scores[(int) order[at]];
      double tiedYes = 0;
      double tiedNo = 0;
      for (; at < count && scores[(int) order[at]] == score; at++) {
        int i = (int) order[at];
        tiedYes += truths[i] ? weights[i] : 0;
        tiedNo += truths[i] ? 0 : weights[i];
      }
      area += tiedYes * (no + tiedNo / 2);
      yes += tiedYes;
      no += tiedNo;
    }
    return area / (yes * no);
  }

  /** Returns an integer with the same order as the number; both zeros are equal. */
  private static int ordered(float x) {
    int bits = Float.floatToIntBits(x == 0 ? 0f : x);
    return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
  }

  @Override
  public Metric copy() {
    return new RocAuc().named(name());
  }

  @Override
  public void reset() {
    count = 0;
    known = false;
  }

  @Override
  public boolean largerIsBetter() {
    return true;
  }
}
