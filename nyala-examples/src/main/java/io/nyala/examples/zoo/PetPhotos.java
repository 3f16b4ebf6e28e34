// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.zoo;

import static io.nyala.data.images.ImageDirectory.imageDatasetFromDirectory;
import static io.nyala.data.images.ImageOptions.images;

import io.nyala.data.Examples;
import io.nyala.data.images.ImageDirectory;
import io.nyala.data.images.Images;
import io.nyala.data.images.LabelMode;
import io.nyala.data.samples.ShapeImages;
import io.nyala.data.streams.Dataset;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.hub.DataFinder;
import io.nyala.hub.DataFinder.Found;
import io.nyala.hub.DataSet;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.zoo.transfer.Transfer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Photographs of two kinds of pets in three parts, values from 0 to 255.
 *
 * @param names the two classes
 * @param source the source of the images
 */
record PetPhotos(Part train, Part validation, Part test, List<String> names, String source) {
  private static final int SAMPLE_ROWS = 800; // a fifth of them show one of the two classes
  private static final int[] SAMPLE_CLASSES = {0, 4}; // discs and triangles
  private static final float BRIGHTEST = 255;

  /** A part of the images. */
  interface Part {
    /** Returns the names of the images, in order. */
    List<String> names();

    /** Returns an image by its position. */
    Tensor image(int row);

    /** Returns the features of all images, in order, kept in a folder if that saves time. */
    Examples features(Transfer transfer, Path cache);

    /** Returns batches, shuffled in each pass if a seed is given. */
    Dataset batches(int rows, Long seed);
  }

  static PetPhotos load(RecipeContext context, DataFinder finder, int size)
      throws InterruptedException {
    if (context.sample()) {
      context.say("Generated data (--data sample): the results do not apply to real photographs.");
      List<String> names = IntStream.of(SAMPLE_CLASSES).mapToObj(ShapeImages.NAMES::get).toList();
      return new PetPhotos(
          shapes(SAMPLE_ROWS, 1), shapes(SAMPLE_ROWS, 2), shapes(SAMPLE_ROWS, 3), names, "sample");
    }
    Found found = context.find(finder, DataSet.CATS_VS_DOGS);
    Folder train = new Folder(found.folder().resolve("train"), size, context.threads());
    return new PetPhotos(
        train,
        new Folder(found.folder().resolve("val"), size, context.threads()),
        new Folder(found.folder().resolve("test"), size, context.threads()),
        train.inOrder().classNames(),
        found.source());
  }

  int rows() {
    return train.names().size() + validation.names().size() + test.names().size();
  }

  private static Part shapes(int rows, long seed) {
    Examples all = ShapeImages.generate(rows, seed);
    int[] labels = all.y().ints();
    int[] chosen =
        IntStream.range(0, rows)
            .filter(i -> labels[i] == SAMPLE_CLASSES[0] || labels[i] == SAMPLE_CLASSES[1])
            .toArray();
    float[] second = new float[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      second[i] = labels[chosen[i]] == SAMPLE_CLASSES[1] ? 1 : 0;
    }
    Tensor x = all.x().rows(chosen).times(BRIGHTEST);
    return new Shapes(new Examples(x, Tensor.of(Shape.of(second.length, 1), second)));
  }

  /** Generated images. */
  private record Shapes(Examples all) implements Part {
    @Override
    public List<String> names() {
      return IntStream.range(0, all.rows()).mapToObj(i -> "image " + i).toList();
    }

    @Override
    public Tensor image(int row) {
      return all.x().row(row);
    }

    @Override
    public Examples features(Transfer transfer, Path cache) {
      return new Examples(transfer.features(all.x()), all.y());
    }

    @Override
    public Dataset batches(int rows, Long seed) {
      Dataset each = Dataset.fromTensors(all.x(), all.y());
      return (seed == null ? each : each.shuffle(all.rows(), seed)).batch(rows);
    }
  }

  /** Images in a folder, with a folder for each class. */
  private record Folder(Path folder, int size, int threads, ImageDirectory inOrder)
      implements Part {
    private static final int FEATURES_BATCH = 32;

    Folder(Path folder, int size, int threads) {
      this(folder, size, threads, open(folder, size, threads, FEATURES_BATCH, null));
    }

    private static ImageDirectory open(Path folder, int size, int threads, int batch, Long seed) {
      return imageDatasetFromDirectory(
          folder,
          images()
              .imageSize(size, size)
              .labelMode(LabelMode.BINARY)
              .batchSize(batch)
              .threads(threads)
              .shuffle(seed != null)
              .seed(seed == null ? 0 : seed)
              .failOnCorrupt());
    }

    @Override
    public List<String> names() {
      return inOrder.trainingFiles().stream().map(f -> f.getFileName().toString()).toList();
    }

    @Override
    public Tensor image(int row) {
      return Images.resize(Images.load(inOrder.trainingFiles().get(row)), size, size);
    }

    @Override
    public Examples features(Transfer transfer, Path cache) {
      return transfer.features(inOrder, cache);
    }

    @Override
    public Dataset batches(int rows, Long seed) {
      return open(folder, size, threads, rows, seed).training();
    }
  }
}
