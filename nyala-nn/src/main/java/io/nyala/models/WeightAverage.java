// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.settings.Arguments;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The mean of the weights of several models of one architecture: of checkpoints of one training
 * (stochastic weight averaging, Izmailov et al. 2018), or of several fine-tunings of one pretrained
 * model (model soup, Wortsman et al. 2022). It often predicts better than each of them, at the cost
 * of one. Models that were trained from different initial weights have nothing in common; their
 * mean is worthless.
 *
 * <p>All weights are averaged, also the moving averages of batch normalization, although those of
 * the mean network may differ.
 */
public final class WeightAverage {
  private List<Shape> shapes;
  private double[][] sums;
  private int count;

  /** Creates an average of nothing. */
  public WeightAverage() {}

  /**
   * Adds the current weights of a model.
   *
   * @throws IllegalArgumentException if their number or shapes differ from those added before
   */
  public WeightAverage add(Network model) {
    return add(Arguments.given("model", model).getWeights());
  }

  /**
   * Adds weights, in the order of {@link Network#getWeights}.
   *
   * @throws IllegalArgumentException if their number or shapes differ from those added before
   */
  public WeightAverage add(List<Tensor> weights) {
    List<Shape> given = Arguments.allGiven("weights", weights).stream().map(Tensor::shape).toList();
    if (shapes == null) {
      shapes = given;
      sums = given.stream().map(s -> new double[s.size()]).toArray(double[][]::new);
    } else if (!shapes.equals(given)) {
      throw new IllegalArgumentException(
          "WeightAverage: expected weights of shapes %s, as before, got %s"
              .formatted(shapes, given));
    }
    for (int i = 0; i < sums.length; i++) {
      float[] values = weights.get(i).floats();
      for (int k = 0; k < values.length; k++) {
        sums[i][k] += values[k];
      }
    }
    count++;
    return this;
  }

  /** Returns the number of models added. */
  public int count() {
    return count;
  }

  /**
   * Returns the mean of the weights added, computed in double precision.
   *
   * @throws IllegalStateException if there are none
   */
  public List<Tensor> weights() {
    if (count == 0) {
      throw new IllegalStateException("WeightAverage: add weights before taking their mean");
    }
    List<Tensor> means = new ArrayList<>();
    for (int i = 0; i < sums.length; i++) {
      Tensor mean = Tensor.zeros(shapes.get(i));
      for (int k = 0; k < sums[i].length; k++) {
        mean.floats()[k] = (float) (sums[i][k] / count);
      }
      means.add(mean);
    }
    return means;
  }

  /**
   * Averages only those candidates that help (Wortsman et al. 2022, recipe 1): they are tried from
   * the best to the worst, and one that makes the mean score less is left out. Afterwards the model
   * has the weights of the mean.
   *
   * @param score a measure on data that were not trained on, larger is better, such as {@code m ->
   *     m.evaluate(x, y).get("accuracy")}
   * @return the positions of the candidates in the mean, the best first
   */
  public static <M extends Network> List<Integer> greedy(
      M model, List<List<Tensor>> candidates, ToDoubleFunction<? super M> score) {
    Arguments.given("model", model);
    Arguments.given("score", score);
    if (Arguments.allGiven("candidates", candidates).isEmpty()) {
      throw new IllegalArgumentException("WeightAverage: expected at least one candidate");
    }
    double[] alone = candidates.stream().mapToDouble(c -> scored(model, c, score)).toArray();
    List<Integer> order =
        IntStream.range(0, alone.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -alone[i]))
            .toList();
    List<Integer> taken = new ArrayList<>();
    double best = Double.NEGATIVE_INFINITY;
    for (int candidate : order) {
      taken.add(candidate);
      double now = scored(model, mean(candidates, taken), score);
      if (now >= best) {
        best = now;
      } else {
        taken.removeLast();
      }
    }
    model.setWeights(mean(candidates, taken));
    return List.copyOf(taken);
  }

  private static List<Tensor> mean(List<List<Tensor>> candidates, List<Integer> taken) {
    WeightAverage average = new WeightAverage();
    taken.forEach(i -> average.add(candidates.get(i)));
    return average.weights();
  }

  private static <M extends Network> double scored(
      M model, List<Tensor> weights, ToDoubleFunction<? super M> score) {
    model.setWeights(weights);
    double value = score.applyAsDouble(model);
    return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
  }
}
