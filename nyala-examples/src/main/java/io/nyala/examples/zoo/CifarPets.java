// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.zoo;

import io.nyala.data.Examples;
import io.nyala.data.images.Cifar10;
import io.nyala.data.samples.ShapeImages;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.hub.DataFinder;
import io.nyala.hub.DataFinder.Found;
import io.nyala.hub.DataSet;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Small photographs in two groups: cats and dogs, and the eight other classes. Values from 0 to
 * 255.
 *
 * @param others images of the eight classes for training, labels 0 to 7
 * @param othersTest images of the eight classes for testing
 * @param pets cats and dogs for training, targets {@code (n, 1)}: 0 or 1
 * @param petsTest cats and dogs for testing
 * @param labels the numbers of labels to try, ascending
 * @param source the source of the images
 */
record CifarPets(
    Examples others,
    Examples othersTest,
    Examples pets,
    Examples petsTest,
    List<Integer> labels,
    String source) {
  static final int OTHERS = 8;

  private static final int[] PETS = {3, 5}; // cat and dog
  private static final float BRIGHTEST = 255;
  private static final int SAMPLE_ROWS = 600;
  private static final List<Integer> LABELS = List.of(100, 500, 2000);
  private static final List<Integer> SAMPLE_LABELS = List.of(20, 60);

  static CifarPets load(RecipeContext context, DataFinder finder) throws InterruptedException {
    if (context.sample()) {
      context.say("Generated data (--data sample): the results do not apply to real photographs.");
      return of(
          brightened(ShapeImages.generate(SAMPLE_ROWS, 1)),
          brightened(ShapeImages.generate(SAMPLE_ROWS, 2)),
          SAMPLE_LABELS,
          "sample");
    }
    Found found = context.find(finder, DataSet.CIFAR10);
    Cifar10 set = Cifar10.load(found.folder(), 1);
    return of(set.train(), set.test(), LABELS, found.source());
  }

  private static Examples brightened(Examples all) {
    return new Examples(all.x().times(BRIGHTEST), all.y());
  }

  private static CifarPets of(Examples train, Examples test, List<Integer> labels, String source) {
    return new CifarPets(others(train), others(test), pets(train), pets(test), labels, source);
  }

  private static Examples others(Examples all) {
    int[] y = all.y().ints();
    int[] rows = IntStream.range(0, y.length).filter(i -> !isPet(y[i])).toArray();
    int[] labels =
        IntStream.of(rows)
            .map(i -> y[i] - (y[i] > PETS[0] ? 1 : 0) - (y[i] > PETS[1] ? 1 : 0))
            .toArray();
    return new Examples(all.x().rows(rows), Tensor.vectorOfInts(labels));
  }

  private static Examples pets(Examples all) {
    int[] y = all.y().ints();
    int[] rows = IntStream.range(0, y.length).filter(i -> isPet(y[i])).toArray();
    float[] second = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      second[i] = y[rows[i]] == PETS[1] ? 1 : 0;
    }
    return new Examples(all.x().rows(rows), Tensor.of(Shape.of(rows.length, 1), second));
  }

  private static boolean isPet(int label) {
    return label == PETS[0] || label == PETS[1];
  }

  int rows() {
    return others.rows() + othersTest.rows() + pets.rows() + petsTest.rows();
  }

  /** Returns cats and dogs for training, as many of each, drawn with a seed. */
  Examples some(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = IntStream.range(0, pets.rows()).toArray();
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
    float[] y = pets.y().floats();
    int[] chosen =
        IntStream.concat(
                IntStream.of(order).filter(i -> y[i] == 0).limit(count / 2),
                IntStream.of(order).filter(i -> y[i] == 1).limit(count / 2))
            .toArray();
    return new Examples(pets.x().rows(chosen), pets.y().rows(chosen));
  }
}
