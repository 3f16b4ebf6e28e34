// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.zoo;

import io.nyala.examples.zoo.PetPhotos.Part;
import io.nyala.plot.Plots;
import io.nyala.plot.Plots.Shown;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Plots the images about which the model errs most, with the names of their files. */
final class PetSheet {
  private static final int COLUMNS = 5;
  private static final int MOST = 15;
  private static final float BRIGHTEST = 255;

  private PetSheet() {}

  /**
   * Writes the plot.
   *
   * @param actual the true classes, 0 or 1
   * @param predicted the probabilities of class 1
   */
  static void write(Path file, Part part, List<String> classes, Tensor actual, Tensor predicted)
      throws IOException {
    float[] p = predicted.floats();
    float[] y = actual.floats();
    List<Integer> worst =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -Math.abs(p[i] - y[i])))
            .limit(MOST)
            .toList();
    List<Tensor> images = new ArrayList<>();
    List<Shown> shown = new ArrayList<>();
    for (int i : worst) {
      boolean second = p[i] > 0.5;
      String caption =
          String.format(
              Locale.ROOT,
              "%s%n%s %.2f",
              part.names().get(i),
              classes.get(second ? 1 : 0),
              second ? p[i] : 1 - p[i]);
      shown.add(new Shown(images.size(), caption, second == y[i] > 0.5));
      images.add(part.image(i).dividedBy(BRIGHTEST));
    }
    long wrong = IntStream.range(0, p.length).filter(i -> p[i] > 0.5 != y[i] > 0.5).count();
    String subtitle =
        "%d of %,d wrong, in red; the worst come first, with the predicted probability"
            .formatted(wrong, p.length);
    Plots.images(file, "Test images", subtitle, Tensor.stack(images, 0), shown, COLUMNS);
  }
}
