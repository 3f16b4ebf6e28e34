// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import static io.nyala.layers.Layers.augMix;
import static io.nyala.layers.Layers.cutMix;
import static io.nyala.layers.Layers.equalization;
import static io.nyala.layers.Layers.mixUp;
import static io.nyala.layers.Layers.randAugment;
import static io.nyala.layers.Layers.randomColorJitter;
import static io.nyala.layers.Layers.randomErasing;
import static io.nyala.layers.Layers.randomGaussianBlur;
import static io.nyala.layers.Layers.randomInvert;
import static io.nyala.layers.Layers.randomPosterization;
import static io.nyala.layers.Layers.solarization;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.support.Evaluate;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the random layers draw; {@link GivenDrawsTest} has what they make of it. */
class AugmentationDrawsTest {
  private static final int ROWS = 4000;

  private static Tensor train(Layer layer, Tensor... x) {
    return Evaluate.layer(layer, Call.training(5), 2, x);
  }

  private static Tensor beta(double alpha) {
    Call call = Call.training(3);
    return Evaluate.of(
        x -> BetaDraws.beta(ROWS, Ops.constant((float) alpha), which -> call.newStream()),
        Tensor.scalar(0));
  }

  /** Mean 1/2 and variance 1 / (4 (2 alpha + 1)), within five standard errors. */
  @ParameterizedTest
  @CsvSource({"0.000001", "0.01", "0.2", "0.7", "1", "3", "50"})
  void draws_from_the_beta_distribution(double alpha) {
    float[] drawn = beta(alpha).floats();

    double variance = 1 / (4 * (2 * alpha + 1));
    double mean = 0;
    double squares = 0;
    double fourth = 0;
    for (float b : drawn) {
      assertThat(b).isBetween(0f, 1f);
      mean += b / ROWS;
      squares += Math.pow(b - 0.5, 2) / ROWS;
      fourth += Math.pow(b - 0.5, 4) / ROWS;
    }
    assertThat(mean).isCloseTo(0.5, within(5 * Math.sqrt(variance / ROWS)));
    double error = Math.sqrt(Math.max(1e-12, fourth - squares * squares) / ROWS);
    assertThat(squares).isCloseTo(variance, within(5 * error + 1e-6));
  }

  /** For alpha 1 the distribution is uniform: Kolmogorov's distance, at a level of 10^-6. */
  @Test
  void draws_uniformly_for_alpha_1() {
    float[] drawn = beta(1).floats();
    Arrays.sort(drawn);
    double distance = 0;
    for (int i = 0; i < ROWS; i++) {
      distance = Math.max(distance, Math.abs(drawn[i] - (i + 0.5) / ROWS));
    }
    assertThat(distance).isLessThan(2.7 / Math.sqrt(ROWS));
  }

  @Test
  void an_order_is_a_permutation_and_every_place_is_reached() {
    int n = 5;
    Set<Integer> first = new HashSet<>();
    for (int step = 0; step < 60; step++) {
      float[] images = {0, 10, 20, 30, 40};
      Tensor x = Tensor.of(Shape.of(n, 1, 1, 1), images);
      int[] order =
          Evaluate.all(
                  in -> List.of(mixUp(1).order(Call.training(1), in.get(0), 0)),
                  Call.training(1),
                  step,
                  x)
              .get(0)
              .ints();
      assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
      first.add(order[0]);
    }
    assertThat(first).hasSize(n);
  }

  /** Images carry their label in every pixel, so both must end up mixed alike. */
  @Test
  void mixes_labels_as_images() {
    int n = 40;
    float[] pixels = new float[n * 12];
    float[] classes = new float[n * n];
    for (int i = 0; i < n; i++) {
      Arrays.fill(pixels, i * 12, (i + 1) * 12, i);
      classes[i * n + i] = 1;
    }
    Tensor x = Tensor.of(Shape.of(n, 3, 4, 1), pixels);
    Tensor y = Tensor.of(Shape.of(n, n), classes);
    for (Layer layer : List.of(mixUp(0.8), cutMix(1))) {
      List<Tensor> mixed =
          Evaluate.all(in -> layer.trace(Call.training(4), in), Call.training(4), 1, x, y);
      int changed = 0;
      for (int i = 0; i < n; i++) {
        Tensor image = mixed.get(0).row(i);
        Tensor label = mixed.get(1).row(i);
        double expected = 0;
        for (int c = 0; c < n; c++) {
          expected += c * label.at(c);
        }
        assertThat(label.sum()).isCloseTo(1, within(1e-5));
        changed += label.at(i) < 0.999 ? 1 : 0;
        if (layer instanceof MixUp) {
          assertThat(image.mean()).isCloseTo(expected, within(1e-3));
        } else {
          // The label counts fractions of pixels, the image whole ones.
          assertThat(Arrays.stream(boxed(image)).distinct().count()).isLessThanOrEqualTo(2);
        }
      }
      assertThat(changed).isGreaterThan(n / 2);
      List<Tensor> still =
          Evaluate.all(in -> layer.trace(Call.inference(), in), Call.inference(), 1, x, y);
      assertThat(still).containsExactly(x, y);
    }
  }

  private static Float[] boxed(Tensor t) {
    Float[] all = new Float[t.size()];
    Arrays.setAll(all, t::at);
    return all;
  }

  /** The probability is uniform from 0 to the factor, so half of the factor on average. */
  @Test
  void inverts_blurs_and_erases_some_images() {
    Tensor grey = Tensor.full(Shape.of(ROWS, 3, 3, 1), 100);
    int inverted = changed(train(randomInvert(0.6), grey), 4);
    int blurred = changed(train(randomGaussianBlur(0.6).sigma(1, 1), grey), 0);
    int erased = changed(train(randomErasing(0.6).scale(1, 1).fill(7), grey), 4);
    for (int count : new int[] {inverted, blurred, erased}) {
      assertThat(count).isCloseTo((int) (0.3 * ROWS), within(145)); // five standard deviations
    }
  }

  private static int changed(Tensor images, int pixel) {
    int changed = 0;
    for (int i = 0; i < ROWS; i++) {
      changed += images.at(i * 9 + pixel) != 100 ? 1 : 0;
    }
    return changed;
  }

  /** Side lengths are roots of uniform numbers, places uniform. */
  @Test
  void erases_boxes_of_the_size_it_was_told() {
    int side = 40;
    int n = 200;
    Tensor x = Tensor.full(Shape.of(n, side, side, 1), 100);
    Tensor y = train(new RandomErasing(1, 1).scale(0.16, 0.36).fill(0), x);
    double share = 0;
    for (int i = 0; i < n; i++) {
      int gone = 0;
      for (float pixel : y.row(i).floats()) {
        gone += pixel == 0 ? 1 : 0;
      }
      assertThat(gone / (double) (side * side)).isBetween(0.14, 0.38);
      share += gone / (double) (side * side) / n;
    }
    // E[sqrt(u)]^2 with u uniform from 0.16 to 0.36.
    double root = 2 / 3.0 * (0.216 - 0.064) / 0.2;
    assertThat(share).isCloseTo(root * root, within(0.015));
  }

  @Test
  void keeps_as_many_bits_as_drawn() {
    Tensor x = Tensor.full(Shape.of(ROWS, 1, 1, 1), 255);
    int[] counts = new int[9];
    for (float level : train(randomPosterization(5), x).floats()) {
      counts[Integer.bitCount((int) level)]++;
    }
    assertThat(counts[1] + counts[2] + counts[3] + counts[4]).isEqualTo(ROWS);
    for (int bits = 1; bits < 5; bits++) {
      assertThat(counts[bits]).isCloseTo(ROWS / 4, within(140));
    }
  }

  @Test
  void the_draws_of_a_jitter_are_independent() {
    Tensor x = Tensor.of(Shape.of(1, 1, 1, 3), 90, 120, 60);
    Tensor many = Tensor.concatenate(Collections.nCopies(ROWS, x), 0);
    Tensor y = train(randomColorJitter().brightness(-0.2, 0.2).saturation(0.3, 0.6).seed(3), many);
    double[] bright = new double[ROWS];
    double[] strong = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      float high = y.at(i * 3 + 1);
      bright[i] = high;
      strong[i] = (high - y.at(i * 3 + 2)) / 60;
    }
    assertThat(Arrays.stream(bright).min().orElseThrow()).isCloseTo(120 - 51, within(1.0));
    assertThat(Arrays.stream(bright).max().orElseThrow()).isCloseTo(120 + 51, within(1.0));
    assertThat(Math.abs(correlation(bright, strong))).isLessThan(0.1);
  }

  private static double correlation(double[] a, double[] b) {
    double ma = Arrays.stream(a).average().orElseThrow();
    double mb = Arrays.stream(b).average().orElseThrow();
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - ma) * (b[i] - mb);
      aa += (a[i] - ma) * (a[i] - ma);
      bb += (b[i] - mb) * (b[i] - mb);
    }
    return ab / Math.sqrt(aa * bb);
  }

  /** With one change, each result is that of one of the eleven, and each is reached. */
  @Test
  void rand_augment_chooses_among_its_changes() {
    float[] pixels = new float[2 * 5 * 6 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i * 37 % 251;
    }
    Tensor x = Tensor.of(Shape.of(2, 5, 6, 3), pixels);
    RandAugment layer = randAugment().operations(1).seed(9);
    Set<Integer> reached = new HashSet<>();
    for (int step = 0; step < 80; step++) {
      List<Tensor> all =
          Evaluate.all(
              in -> {
                List<Value> out = new ArrayList<>(layer.trace(Call.training(1), in));
                for (UnaryOperator<Value> change : layer.changes(Call.training(1))) {
                  out.add(change.apply(in.get(0)));
                }
                return out;
              },
              Call.training(1),
              step,
              x);
      int which = all.subList(1, 12).indexOf(all.get(0));
      assertThat(which).isNotNegative();
      reached.add(which);
    }
    assertThat(reached).hasSize(11);
  }

  /** With one chain of one change, an image lies between itself and one of the changes, or none. */
  @Test
  void aug_mix_blends_with_a_changed_version() {
    float[] pixels = new float[5 * 6 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 60 + i * 37 % 101;
    }
    Tensor x = Tensor.of(Shape.of(1, 5, 6, 3), pixels);
    AugMix layer = augMix().chains(1, 1).seed(4);
    Set<Integer> reached = new HashSet<>();
    for (int step = 0; step < 80; step++) {
      List<Tensor> all =
          Evaluate.all(
              in -> {
                List<Value> out = new ArrayList<>(layer.trace(Call.training(1), in));
                for (UnaryOperator<Value> change : layer.changes(Call.training(1), 0)) {
                  out.add(change.apply(in.get(0)));
                }
                out.add(in.get(0));
                return out;
              },
              Call.training(1),
              step,
              x);
      int which = 1;
      while (which < all.size() && !isBetween(all.get(0), x, all.get(which))) {
        which++;
      }
      assertThat(which).as("step %d", step).isLessThan(all.size());
      reached.add(which);
    }
    assertThat(reached).hasSizeGreaterThan(8);
    assertThat(train(augMix().chains(2, 0), x).floats()).containsExactly(x.floats(), within(1e-4f));
  }

  /** Tells whether y is x plus a share from 0 to 1 of the way to another image. */
  private static boolean isBetween(Tensor y, Tensor x, Tensor other) {
    double way = 0;
    double square = 0;
    for (int i = 0; i < x.size(); i++) {
      way += (y.at(i) - x.at(i)) * (other.at(i) - x.at(i));
      square += Math.pow(other.at(i) - x.at(i), 2);
    }
    double share = square == 0 ? 0 : way / square;
    boolean same = share > -1e-4 && share < 1.0001;
    for (int i = 0; i < x.size(); i++) {
      same &= Math.abs(x.at(i) + share * (other.at(i) - x.at(i)) - y.at(i)) < 1e-3;
    }
    return same;
  }

  /** Each share has mean 1/n and variance (n - 1) / (n^2 (n alpha + 1)). */
  @Test
  void draws_from_the_dirichlet_distribution() {
    int n = 3;
    double mean = 0;
    double squares = 0;
    int steps = 2000;
    Call call = Call.training(6);
    long[] keys = {call.newStream(), call.newStream(), call.newStream()};
    for (int step = 0; step < steps; step++) {
      Tensor shares =
          Evaluate.all(
                  in -> List.of(BetaDraws.dirichlet(n, Ops.constant(0.7f), w -> keys[w])),
                  Call.inference(),
                  step,
                  Tensor.scalar(0))
              .get(0);
      assertThat(shares.sum()).isCloseTo(1, within(1e-5));
      mean += shares.at(0) / steps;
      squares += Math.pow(shares.at(0) - 1.0 / n, 2) / steps;
    }
    double variance = (n - 1) / (n * n * (n * 0.7 + 1));
    assertThat(mean).isCloseTo(1.0 / n, within(5 * Math.sqrt(variance / steps)));
    assertThat(squares).isCloseTo(variance, within(0.1 * variance));
  }

  @Test
  void equalization_has_no_gradient_and_solarization_needs_a_threshold() {
    Tensor x = Tensor.of(Shape.of(1, 2, 2, 1), 0, 50, 100, 250);
    assertThat(train(equalization(), x).floats()).containsExactly(0, 85, 170, 255);
    assertThat(train(solarization(0, 0), x).floats()).containsExactly(255, 205, 155, 5);
  }

  @Test
  void says_what_does_not_fit() {
    Tensor x = Tensor.zeros(Shape.of(4, 2, 2, 3));
    Tensor numbers = Tensor.vectorOfInts(0, 1, 2, 0);
    assertThatThrownBy(() -> train(mixUp(0.2), x, numbers))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("labels must be one-hot or probabilities, float32 (batch, classes)");
    assertThatThrownBy(() -> train(cutMix(1), x, Tensor.zeros(Shape.of(3, 2))))
        .hasMessageContaining("expected as many labels as images, got 3 and 4");
    assertThatThrownBy(() -> train(cutMix(1), x, x, x)).hasMessageContaining("got 3 inputs");
    assertThatThrownBy(() -> mixUp(0)).hasMessage("MixUp: alpha must be positive, got 0.0");
    assertThatThrownBy(() -> randomPosterization(9)).hasMessageContaining("from 1.0 to 8.0");
    assertThatThrownBy(() -> randomGaussianBlur(1).kernelSize(4))
        .hasMessage("RandomGaussianBlur: kernel_size must be odd numbers, got 4, 4");
    assertThatThrownBy(() -> randomErasing(1).fill(1, 2))
        .hasMessage("RandomErasing: fill_value must be 1 or 3 numbers, got 2");
    Tensor grey = Tensor.zeros(Shape.of(1, 4, 4, 1));
    assertThatThrownBy(() -> train(randomErasing(1).fill(1, 2, 3), grey))
        .hasMessageContaining("fill_value has 3 numbers, but images have 1 channels");
  }
}
