// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import static io.nyala.data.images.ImageDirectory.imageDatasetFromDirectory;
import static io.nyala.data.images.ImageOptions.images;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.data.DataException;
import io.nyala.data.streams.Dataset;
import io.nyala.images.AspectRatio;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Folders of images, good and bad. */
class ImageDirectoryTest {
  @TempDir Path dir;

  /** Six images of a class a, five of b; each is of one level, by which to tell it. */
  @BeforeEach
  void folders() throws IOException {
    for (int i = 0; i < 11; i++) {
      Path folder = Files.createDirectories(dir.resolve(i < 6 ? "a" : "b"));
      Images.save(
          folder.resolve("%02d.png".formatted(i)), Tensor.full(Shape.of(4, 6, 3), 10 * i + 5));
    }
    Files.writeString(dir.resolve("a/notes.txt"), "not an image");
    Files.createDirectories(dir.resolve(".cache"));
  }

  private static ImageOptions small() {
    return images().imageSize(2, 3).batchSize(4);
  }

  private static List<Batch> read(Dataset data, long pass) {
    List<Batch> all = new ArrayList<>();
    try (BatchSource.Pass p = data.open(pass)) {
      for (Batch b = p.next(); b != null; b = p.next()) {
        all.add(b);
      }
    }
    return all;
  }

  /** Returns the numbers of the images of a pass, in order. */
  private static List<Integer> numbers(Dataset data, long pass) {
    List<Integer> all = new ArrayList<>();
    for (Batch b : read(data, pass)) {
      Tensor x = b.x().get(0);
      int image = x.size() / x.shape().dim(0);
      for (int i = 0; i < x.size(); i += image) {
        all.add((Math.round(x.at(i)) - 5) / 10);
      }
    }
    return all;
  }

  @Test
  void folders_are_classes() {
    ImageDirectory photos = imageDatasetFromDirectory(dir, small().shuffle(false));
    assertThat(photos.classNames()).containsExactly("a", "b");
    assertThat(photos.training().size()).isEqualTo(3);
    List<Batch> batches = read(photos.training(), 0);
    assertThat(batches.get(0).x().get(0).shape()).isEqualTo(Shape.of(4, 2, 3, 3));
    assertThat(batches.get(1).y().get(0)).isEqualTo(Tensor.vectorOfInts(0, 0, 1, 1));
    assertThat(numbers(photos.training(), 0)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertThat(photos.trainingFiles().get(6)).isEqualTo(dir.resolve("b/06.png"));
    assertThat(photos.summary()).isEqualTo("11 images of 2 classes in " + dir);
  }

  @Test
  void labels_come_in_each_form() {
    assertThat(target(LabelMode.INT)).isEqualTo(Tensor.vectorOfInts(0, 0, 1, 1));
    assertThat(target(LabelMode.BINARY)).isEqualTo(Tensor.of(Shape.of(4, 1), 0, 0, 1, 1));
    assertThat(target(LabelMode.CATEGORICAL))
        .isEqualTo(Tensor.of(Shape.of(4, 2), 1, 0, 1, 0, 0, 1, 0, 1));
    ImageOptions none = small().labelMode(LabelMode.NONE);
    assertThat(read(imageDatasetFromDirectory(dir, none).training(), 0).get(0).y()).isEmpty();
    ImageOptions turned = small().shuffle(false).classNames("b", "a");
    ImageDirectory photos = imageDatasetFromDirectory(dir, turned);
    assertThat(numbers(photos.training(), 0)).startsWith(6, 7);
    assertThat(read(photos.training(), 0).get(0).y().get(0).ints()).containsOnly(0);
  }

  private Tensor target(LabelMode mode) {
    ImageDirectory photos = imageDatasetFromDirectory(dir, small().shuffle(false).labelMode(mode));
    Tensor second = read(photos.training(), 0).get(1).y().get(0);
    assertThat(second.dtype()).isEqualTo(mode == LabelMode.INT ? DType.INT32 : DType.FLOAT32);
    return second;
  }

  @Test
  void order_depends_on_seed_and_pass_alone() {
    List<Integer> expected = null;
    for (int threads : new int[] {0, 1, 2, 7}) {
      for (int prefetch : new int[] {0, 3}) {
        ImageOptions options = small().seed(5).threads(threads).prefetch(prefetch);
        Dataset data = imageDatasetFromDirectory(dir, options).training();
        expected = expected == null ? numbers(data, 1) : expected;
        assertThat(numbers(data, 1)).isEqualTo(expected);
        assertThat(numbers(data, 0)).isNotEqualTo(expected);
      }
    }
    assertThat(new TreeSet<>(expected)).hasSize(11);
    Dataset other = imageDatasetFromDirectory(dir, small().seed(6)).training();
    assertThat(numbers(other, 1)).isNotEqualTo(expected);
  }

  @Test
  void sets_images_aside() {
    ImageDirectory photos = imageDatasetFromDirectory(dir, small().validationSplit(0.3).seed(2));
    List<Integer> held = numbers(photos.validation(), 0);
    assertThat(held).hasSize(3).isEqualTo(numbers(photos.validation(), 1));
    List<Integer> all = new ArrayList<>(numbers(photos.training(), 0));
    all.addAll(held);
    assertThat(new TreeSet<>(all)).hasSize(11);
    assertThat(photos.validationFiles()).hasSize(3);
    ImageOptions inOrder = small().validationSplit(0.3).shuffle(false);
    assertThat(numbers(imageDatasetFromDirectory(dir, inOrder).validation(), 0))
        .containsExactly(8, 9, 10);
    assertThatThrownBy(() -> imageDatasetFromDirectory(dir, small().validationSplit(0.01)))
        .hasMessageContaining("leaves no image for validation");
    assertThatThrownBy(() -> imageDatasetFromDirectory(dir, small()).validation())
        .hasMessageContaining("set validationSplit(fraction)");
  }

  @Test
  void leaves_out_corrupt_images_and_names_them() throws IOException {
    byte[] jpeg = ImagesTest.file("jpeg");
    Files.write(dir.resolve("a/10.jpg"), Arrays.copyOf(jpeg, jpeg.length / 2));
    Files.write(dir.resolve("a/11.jpg"), new byte[0]);
    Files.writeString(dir.resolve("b/12.png"), "<html>not found</html>, said the server");
    byte[] middle = ImagesTest.file("png");
    middle[50] ^= 0x55;
    Files.write(dir.resolve("b/13.png"), middle);
    ImageDirectory photos = imageDatasetFromDirectory(dir, small().shuffle(false));
    assertThat(photos.skipped()).hasSize(3);
    for (int pass = 0; pass < 2; pass++) {
      assertThat(numbers(photos.training(), pass))
          .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }
    Path truncated = dir.resolve("a/10.jpg");
    assertThat(photos.skipped())
        .containsOnlyKeys(
            truncated, dir.resolve("a/11.jpg"), dir.resolve("b/12.png"), dir.resolve("b/13.png"))
        .containsEntry(
            truncated,
            truncated
                + ": the JPEG file is truncated: it ends after 330 bytes without an end marker");
    assertThat(photos.summary())
        .contains("; 4 corrupt ones skipped:\n  ")
        .contains("b" + dir.getFileSystem().getSeparator() + "12.png: expected an image");
    assertThatThrownBy(() -> imageDatasetFromDirectory(dir, small().failOnCorrupt()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is truncated");
  }

  @Test
  void links_in_a_circle_are_left_out_and_named() throws IOException {
    Path circle = link("a/deep/again", dir.resolve("a"));
    Path whole = link("whole", dir);
    Path nowhere = link("b/gone.png", dir.resolve("gone"));
    ImageDirectory photos = imageDatasetFromDirectory(dir, small().shuffle(false));
    assertThat(photos.classNames()).containsExactly("a", "b");
    assertThat(numbers(photos.training(), 0)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertThat(photos.skipped()).containsOnlyKeys(circle, whole, nowhere);
    assertThat(photos.skipped().get(circle))
        .isEqualTo(circle + ": a link to a folder that is read as " + dir.resolve("a"));
    assertThat(photos.summary()).contains("; 3 links skipped:\n  ").contains(nowhere.toString());
  }

  @Test
  @Timeout(20)
  void links_that_lead_on_many_ways_to_one_place_are_followed_once() throws IOException {
    Path one = Files.createDirectories(dir.resolve("store/0"));
    Images.save(one.resolve("11.png"), Tensor.full(Shape.of(4, 6, 3), 115));
    for (int i = 1; i <= 30; i++) {
      link("store/" + i + "/left", dir.resolve("store/" + (i - 1)));
      link("store/" + i + "/right", dir.resolve("store/" + (i - 1)));
    }
    Path way = link("b/way", dir.resolve("store/30"));
    ImageOptions options = small().classNames("a", "b").shuffle(false);
    ImageDirectory photos = imageDatasetFromDirectory(dir, options);
    assertThat(photos.trainingFiles()).hasSize(12);
    assertThat(photos.trainingFiles().get(11)).startsWithRaw(way).endsWithRaw(Path.of("11.png"));
    assertThat(imageDatasetFromDirectory(dir, options.followLinks(false)).trainingFiles())
        .hasSize(11);
  }

  @Test
  void a_class_may_be_a_link() throws IOException {
    link("c", dir.resolve("a"));
    link("b/other.png", dir.resolve("a/00.png"));
    ImageDirectory photos = imageDatasetFromDirectory(dir, small().followLinks(false));
    assertThat(photos.classNames()).containsExactly("a", "b", "c");
    assertThat(photos.trainingFiles()).hasSize(18).contains(dir.resolve("c/05.png"));
    assertThat(photos.skipped()).isEmpty();
  }

  private Path link(String name, Path target) throws IOException {
    Path link = dir.resolve(name);
    Files.createDirectories(link.getParent());
    try {
      return Files.createSymbolicLink(link, target);
    } catch (UnsupportedOperationException | FileSystemException e) {
      return abort("this system makes no links: " + e.getMessage());
    }
  }

  @Test
  void refuses_folders_that_cannot_be_meant() throws IOException {
    assertRefused(dir.resolve("gone"), images(), "gone: no such folder");
    assertRefused(dir.resolve("a/00.png"), images(), "is not a folder");
    assertRefused(dir.resolve("a"), images(), "expected a folder for each class, found none");
    assertRefused(
        dir, images().classNames("a", "c"), "no folder for class \"c\"; there are [a, b]");
    Path empty = Files.createDirectories(dir.resolve("empty"));
    Files.writeString(empty.resolve("readme.md"), "");
    assertRefused(dir, images(), "class folder \"empty\" contains no image (.jpg, .jpeg, .png");
    assertRefused(
        dir,
        images().classNames("a", "b").labelMode(LabelMode.BINARY).labels(new int[11]),
        "labelMode(BINARY) is for 2 classes, there are 1: [0]");
    Files.write(empty.resolve("x.png"), new byte[] {1, 2});
    assertRefused(
        dir, images().classNames("empty"), "none of the 1 images can be read; the first: ");
  }

  private static void assertRefused(Path folder, ImageOptions options, String message) {
    assertThatThrownBy(() -> imageDatasetFromDirectory(folder, options))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  @Test
  void takes_labels_from_elsewhere_if_they_agree() {
    ImageOptions given = small().shuffle(false).labels(3, 0, 0, 0, 1, 1, 1, 2, 2, 2, 0);
    ImageDirectory photos = imageDatasetFromDirectory(dir, given);
    assertThat(photos.classNames()).containsExactly("0", "1", "2", "3");
    assertThat(read(photos.training(), 0).get(0).y().get(0).ints()).containsExactly(3, 0, 0, 0);
    assertRefused(dir, images().labels(1, 2), "got 2 labels for 11 images");
    assertRefused(dir, images().labels(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1), "label -1 of image");

    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < 11; i++) {
      names.put("%02d.png".formatted(i), i % 2 == 0 ? "even" : "odd");
    }
    names.put("a/03.png", names.remove("03.png"));
    ImageDirectory named = imageDatasetFromDirectory(dir, small().shuffle(false).labels(names));
    assertThat(named.classNames()).containsExactly("even", "odd");
    assertThat(read(named.training(), 0).get(0).y().get(0).ints()).containsExactly(0, 1, 0, 1);
    names.put("12.png", names.remove("07.png"));
    assertRefused(
        dir,
        images().labels(names),
        "labels and images do not match: 1 images without a label (b/07.png), 1 labels without an "
            + "image"
            + " (12.png)");
  }

  @Test
  void images_must_have_the_channels_that_the_model_reads() {
    Model model = Sequential.of(input(2, 3, 3), conv2D(2, 1), flatten(), dense(1));
    model.named("net");
    model.compile(adam(1e-3), meanSquaredError());
    Dataset grey = imageDatasetFromDirectory(dir, small().channels(1)).training();
    assertThatThrownBy(() -> model.fit(grey, fit()))
        .isInstanceOf(ShapeException.class)
        .hasMessage("net (Sequential): expected input (batch, 2, 3, 3), got (4, 2, 3, 1)");
    assertThatThrownBy(() -> model.predict(read(grey, 0).get(0).x().get(0)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("net (Sequential): expected input (batch, 2, 3, 3), got (4, 2, 3, 1)");
  }

  @Test
  void images_as_they_are_must_be_alike() {
    Images.save(dir.resolve("a/03.png"), Tensor.full(Shape.of(5, 6, 3), 35));
    ImageOptions options = images().originalSize().shuffle(false);
    ImageDirectory photos = imageDatasetFromDirectory(dir, options);
    assertThatThrownBy(() -> read(photos.training(), 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("input 0 is float32(4, 6, 3) in one element and float32(5, 6, 3)")
        .hasMessageContaining("for example by resizing images");
    assertThat(read(imageDatasetFromDirectory(dir, options.batchSize(1)).training(), 0))
        .hasSize(11);
  }

  private static Tensor framed(Tensor image, AspectRatio how, int height, int width) {
    Shape s = image.shape();
    return Framing.of(image, how.window(s.dim(0), s.dim(1), height, width));
  }

  /** Numbers worked out by hand; Keras rounds the border down and puts the same on both sides. */
  @Test
  void keeps_the_ratio_of_sides_where_asked() {
    float[] values = new float[10];
    for (int i = 0; i < values.length; i++) {
      values[i] = i + 1;
    }
    Tensor wide = Tensor.of(Shape.of(2, 5, 1), values);
    assertThat(framed(wide, AspectRatio.CROP, 4, 4))
        .isEqualTo(Tensor.of(Shape.of(2, 2, 1), 2, 3, 7, 8));
    assertThat(framed(wide, AspectRatio.PAD, 4, 4).shape()).isEqualTo(Shape.of(4, 5, 1));
    assertThat(framed(wide, AspectRatio.PAD, 4, 4).rows(1, 3).reshape(wide.shape()))
        .isEqualTo(wide);
    assertThat(framed(wide, AspectRatio.PAD, 2, 10).shape()).isEqualTo(Shape.of(2, 9, 1));
    assertThat(framed(wide, AspectRatio.PAD, 2, 10).at(2)).isEqualTo(1);
    assertThat(framed(wide, AspectRatio.DISTORT, 4, 4)).isSameAs(wide);
    Tensor black =
        read(
                imageDatasetFromDirectory(
                        dir, small().imageSize(6, 6).aspectRatio(AspectRatio.PAD).shuffle(false))
                    .training(),
                0)
            .get(0)
            .x()
            .get(0);
    assertThat(black.at(0)).isZero();
    assertThat(black.at(6 * 3)).isEqualTo(5);
  }

  @Test
  void a_fingerprint_tells_files_and_options_apart() throws IOException {
    String first = imageDatasetFromDirectory(dir, small()).fingerprint();
    assertThat(first).matches("[0-9a-f]{64}");
    assertThat(imageDatasetFromDirectory(dir, small()).fingerprint()).isEqualTo(first);
    assertThat(imageDatasetFromDirectory(dir, small().batchSize(2).threads(1)).fingerprint())
        .as("neither affects the images")
        .isEqualTo(first);
    TreeSet<String> others = new TreeSet<>();
    others.add(imageDatasetFromDirectory(dir, small().imageSize(3, 2)).fingerprint());
    others.add(imageDatasetFromDirectory(dir, small().antialias()).fingerprint());
    others.add(imageDatasetFromDirectory(dir, small().seed(1)).fingerprint());
    others.add(imageDatasetFromDirectory(dir, small().shuffle(false)).fingerprint());
    others.add(imageDatasetFromDirectory(dir, small().classNames("b", "a")).fingerprint());
    others.add(imageDatasetFromDirectory(dir, small().validationSplit(0.3)).fingerprint());
    Files.setLastModifiedTime(dir.resolve("a/01.png"), FileTime.fromMillis(1_000_000));
    others.add(imageDatasetFromDirectory(dir, small()).fingerprint());
    Files.move(dir.resolve("a/01.png"), dir.resolve("b/01.png"));
    others.add(imageDatasetFromDirectory(dir, small()).fingerprint());
    assertThat(others).hasSize(8).doesNotContain(first);
  }
}
