// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.zoo;

import io.nyala.data.Examples;
import io.nyala.data.evaluation.Judgement;
import io.nyala.data.images.Images;
import io.nyala.examples.recipe.Keeper;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.zoo.PetPhotos.Part;
import io.nyala.explain.Explainer;
import io.nyala.explain.Neighbours;
import io.nyala.io.tensorboard.Projector;
import io.nyala.models.Model;
import io.nyala.plot.HeatMap;
import io.nyala.plot.Plots;
import io.nyala.plot.Shown;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Pictures that show where the model errs, and why. */
final class PetLooks {
  private static final float BRIGHTEST = 255;
  private static final int WORST = 6; // and as many of the surest
  private static final int COLUMNS = 4; // an image and its map, twice
  private static final int SIMILAR = 5;
  private static final int SPRITE = 48;

  private final PetPhotos photos;
  private final List<Judgement> worstFirst;

  /**
   * Creates the pictures.
   *
   * @param actual the true classes of the test images
   * @param predicted the probabilities of the second class
   */
  PetLooks(PetPhotos photos, Tensor actual, Tensor predicted) {
    this.photos = photos;
    this.worstFirst = Judgement.worstFirst(actual, predicted);
  }

  /**
   * Writes all pictures.
   *
   * @param train the features of the training images
   * @param test the features of the test images, of the same trunk
   */
  void keep(RecipeContext context, Keeper keeper, Model model, Examples train, Examples test) {
    keeper.plot(
        "worst.png",
        "Pets",
        "test images",
        (f, title) ->
            Plots.mistakes(
                f,
                title,
                worstFirst,
                photos.names(),
                i -> shown(photos.test(), i),
                i -> photos.test().names().get(i)));
    keeper.plot("explained.png", "Pets", "test images", (f, title) -> explained(f, title, model));
    keeper.plot(
        "neighbours.png", "Pets", "neighbours", (f, title) -> neighbours(f, title, train, test));
    Projector.write(
        context.output("projector"), "test images", test.x(), labels(), sprites(photos.test()));
    keeper.file("projector");
  }

  private static Tensor shown(Part part, int row) {
    return part.image(row).dividedBy(BRIGHTEST);
  }

  private void explained(Path file, String title, Model model) throws IOException {
    int each = Math.min(WORST, worstFirst.size() / 2);
    List<Judgement> some = new ArrayList<>(worstFirst.subList(0, each));
    some.addAll(worstFirst.reversed().subList(0, each));
    int[] classes = some.stream().mapToInt(Judgement::predicted).toArray();
    Tensor images = Tensor.stack(some.stream().map(j -> photos.test().image(j.row())).toList(), 0);
    Explainer explainer = Explainer.of(model);
    Tensor maps = explainer.gradCam(images, classes);
    Tensor plain = images.dividedBy(BRIGHTEST);
    Tensor all = Tensor.concatenate(List.of(plain, HeatMap.over(plain, maps)), 0);
    List<Shown> shown = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      Judgement j = some.get(i);
      String told =
          String.format(
              Locale.ROOT,
              j.right() ? "%s %.2f" : "predicted %s %.2f",
              photos.names().get(j.predicted()),
              j.probability());
      shown.add(new Shown(i, photos.test().names().get(j.row()), j.right()));
      shown.add(new Shown(some.size() + i, told, j.right()));
    }
    String subtitle =
        "Grad-CAM of layer %s: what speaks for the predicted class; the worst, then the surest"
            .formatted(explainer.usedLayer());
    Plots.images(file, title, subtitle, all, shown, COLUMNS);
  }

  private void neighbours(Path file, String title, Examples train, Examples test)
      throws IOException {
    Neighbours known = Neighbours.of(train.x());
    List<Tensor> images = new ArrayList<>();
    List<Shown> shown = new ArrayList<>();
    for (Judgement j : worstFirst.subList(0, Math.min(WORST, worstFirst.size()))) {
      shown.add(new Shown(images.size(), photos.test().names().get(j.row()), j.right()));
      images.add(shown(photos.test(), j.row()));
      for (Neighbours.Neighbour near : known.nearest(test.x().row(j.row()), SIMILAR)) {
        String caption =
            String.format(
                Locale.ROOT,
                "%s %.2f",
                photos.names().get((int) train.y().at(near.row())),
                near.similarity());
        shown.add(new Shown(images.size(), caption, true));
        images.add(shown(photos.train(), near.row()));
      }
    }
    String subtitle =
        "first in each row: the worst test images; then the training images with the most similar"
            + " features, by cosine";
    Plots.images(file, title, subtitle, Tensor.stack(images, 0), shown, 1 + SIMILAR);
  }

  /** Returns a line of column names, then a line for each test image, in order. */
  private List<String> labels() {
    String[] lines = new String[worstFirst.size() + 1];
    lines[0] = "file\tclass\tpredicted\tprobability of the class";
    for (Judgement j : worstFirst) {
      lines[j.row() + 1] =
          String.format(
              Locale.ROOT,
              "%s\t%s\t%s\t%.4f",
              photos.test().names().get(j.row()),
              photos.names().get(j.actual()),
              photos.names().get(j.predicted()),
              j.ofActual());
    }
    return List.of(lines);
  }

  private static Tensor sprites(Part part) {
    return Tensor.stack(
        IntStream.range(0, part.names().size())
            .mapToObj(i -> Images.resize(shown(part, i), SPRITE, SPRITE))
            .toList(),
        0);
  }
}
