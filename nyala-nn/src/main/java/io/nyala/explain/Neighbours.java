// SPDX-License-Identifier: Apache-2.0
package io.nyala.explain;

import io.nyala.settings.Arguments;
import io.nyala.settings.Numbers;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Finds the rows whose features point in the most similar directions, by cosine similarity: which
 * training images a network takes for an image, for example.
 *
 * <pre>{@code
 * Neighbours known = Neighbours.of(transfer.features(trainingImages));
 * List<Neighbour> similar = known.nearest(transfer.features(photo), 5);
 * }</pre>
 */
public final class Neighbours {
  private final Shape shape;
  private final double[] units;

  /**
   * A row that was found.
   *
   * @param row its position, from 0
   * @param similarity the cosine of the angle between the features, from -1 to 1
   */
  public record Neighbour(int row, double similarity) {}

  private Neighbours(Tensor features) {
    this.shape = features.shape();
    this.units = units(features);
  }

  /**
   * Returns the neighbours among these rows.
   *
   * @param features {@code (rows, features)}
   * @throws ShapeException if they have another shape
   */
  public static Neighbours of(Tensor features) {
    if (Arguments.given("features", features).shape().rank() != 2) {
      throw new ShapeException(
          "neighbours: expected features (rows, features), got " + features.shape());
    }
    return new Neighbours(features);
  }

  /** Returns the rows divided by their lengths; rows of zeros are similar to nothing. */
  private static double[] units(Tensor features) {
    float[] values = features.toFloats();
    int width = features.shape().last();
    double[] units = new double[values.length];
    for (int from = 0; from < values.length; from += width) {
      double squares = 0;
      for (int i = from; i < from + width; i++) {
        squares += (double) values[i] * values[i];
      }
      for (int i = from; i < from + width; i++) {
        units[i] = squares == 0 ? 0 : values[i] / Math.sqrt(squares);
      }
    }
    return units;
  }

  /**
   * Returns the most similar rows, the nearest first; equally similar ones in their order.
   *
   * @param features {@code (features,)} or {@code (1, features)}
   * @param most how many rows to return; fewer if there are fewer
   * @throws ShapeException if the number of features differs
   */
  public List<Neighbour> nearest(Tensor features, int most) {
    int width = shape.last();
    if (Arguments.given("features", features).size() != width) {
      throw new ShapeException(
          "neighbours: expected the %d features of one row, got %s"
              .formatted(width, features.shape()));
    }
    return nearest(units(features.reshape(Shape.of(1, width))), -1, most);
  }

  /**
   * Returns the rows that are most similar to one of them, without itself.
   *
   * @param row its position
   * @param most how many rows to return; fewer if there are fewer
   * @throws IndexOutOfBoundsException if there is no such row
   */
  public List<Neighbour> nearest(int row, int most) {
    Objects.checkIndex(row, shape.dim(0));
    double[] unit = new double[shape.last()];
    System.arraycopy(units, row * unit.length, unit, 0, unit.length);
    return nearest(unit, row, most);
  }

  private List<Neighbour> nearest(double[] unit, int without, int most) {
    Numbers.positive("neighbours", "most", most);
    List<Neighbour> all = new ArrayList<>();
    for (int row = 0; row < shape.dim(0); row++) {
      if (row != without) {
        double product = 0;
        for (int i = 0; i < unit.length; i++) {
          product += unit[i] * units[row * unit.length + i];
        }
        all.add(new Neighbour(row, product));
      }
    }
    all.sort(Comparator.comparingDouble(n -> -n.similarity()));
    return List.copyOf(all.subList(0, Math.min(most, all.size())));
  }
}
