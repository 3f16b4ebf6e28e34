// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import io.nyala.io.tensorboard.Messages.DataClass;
import io.nyala.models.Model;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes scalars, histograms, images, text and graphs for TensorBoard, or for {@code ./nyala
 * board}. A folder is a run; sibling runs are plotted together, tag by tag.
 *
 * <p>Data is passed to the operating system before a call returns, so nothing is lost if the
 * process is killed. Thread-safe. Write errors throw an {@link UncheckedIOException} that names the
 * file.
 */
public final class SummaryWriter implements AutoCloseable {
  private static final byte[] NO_CONTENT = {};

  /** As in TensorBoard. */
  private static final int THRESHOLDS = 201;

  private final Path folder;
  private final Path file;
  private final RecordWriter records;
  private final Set<String> described = new HashSet<>();

  private SummaryWriter(Path folder) throws IOException {
    Files.createDirectories(folder);
    this.folder = folder;
    this.file = folder.resolve(EventFiles.newName(System.currentTimeMillis() / 1000));
    this.records = new RecordWriter(file);
    records.write(Messages.version(now(), "io.nyala"));
  }

  /** Creates a new event file in a folder, which is created if necessary. */
  public static SummaryWriter open(Path folder) {
    try {
      return new SummaryWriter(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write an event file to %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /** Returns the folder of the run. */
  public Path folder() {
    return folder;
  }

  /** Returns the event file. */
  public Path file() {
    return file;
  }

  /** Writes a scalar, stored as a float as in TensorFlow. */
  public void scalar(String tag, double value, long step) {
    ProtoWriter tensor = Messages.scalar((float) value);
    write(tag, step, tensor, "scalars", NO_CONTENT, DataClass.SCALAR);
  }

  /** Writes a histogram of the elements of a tensor, in 30 bins. */
  public void histogram(String tag, Tensor values, long step) {
    histogram(tag, Bins.of(values.toFloats()), step);
  }

  /** Writes a precomputed histogram. */
  public void histogram(String tag, Bins bins, long step) {
    write(tag, step, Messages.bins(bins), "histograms", NO_CONTENT, DataClass.TENSOR);
  }

  /**
   * Writes one or more images.
   *
   * @param pixels {@code (height, width)}, {@code (height, width, channels)} or {@code (pictures,
   *     height, width, channels)} with 1, 3 or 4 channels, from 0 to 1
   * @throws IllegalArgumentException if the shape is not one of these
   */
  public void image(String tag, Tensor pixels, long step) {
    Shape s = pixels.shape();
    Tensor batch =
        switch (s.rank()) {
          case 2 -> pixels.reshape(Shape.of(1, s.dim(0), s.dim(1), 1));
          case 3 -> pixels.reshape(s.insert(0, 1));
          default -> pixels;
        };
    Shape b = batch.shape();
    if (b.rank() != 4 || b.last() != 1 && b.last() != 3 && b.last() != 4) {
      throw new IllegalArgumentException(
          "image \"%s\": expected (height, width), (height, width, channels) or (pictures, height,"
                  .formatted(tag)
              + " width, channels) with 1, 3 or 4 channels, got "
              + s);
    }
    List<byte[]> pngs = new ArrayList<>();
    for (int i = 0; i < b.dim(0); i++) {
      pngs.add(Png.encode(batch.rows(i, i + 1).reshape(b.slice(1, 4))));
    }
    pictures(tag, b.dim(2), b.dim(1), pngs, step);
  }

  /**
   * Writes a rendered figure, for example a confusion matrix.
   *
   * @param png the content of a PNG file
   */
  public void figure(String tag, byte[] png, long step) {
    int[] size = Png.size(png);
    pictures(tag, size[0], size[1], List.of(png), step);
  }

  private void pictures(String tag, int width, int height, List<byte[]> pngs, long step) {
    List<byte[]> strings = new ArrayList<>();
    strings.add(Integer.toString(width).getBytes(StandardCharsets.US_ASCII));
    strings.add(Integer.toString(height).getBytes(StandardCharsets.US_ASCII));
    strings.addAll(pngs);
    write(tag, step, Messages.strings(strings), "images", NO_CONTENT, DataClass.BLOB_SEQUENCE);
  }

  /**
   * Writes precision and recall of a binary classifier at 201 thresholds for TensorBoard's PR
   * curves.
   *
   * @param labels 0 or 1, such as {@code (rows)} or {@code (rows, 1)}
   * @param scores the predicted probabilities, as many
   * @throws IllegalArgumentException if they are not as many, or out of range
   */
  public void prCurve(String tag, Tensor labels, Tensor scores, long step) {
    prCurve(tag, labels, scores, THRESHOLDS, step);
  }

  /**
   * Writes precision and recall of a binary classifier for TensorBoard's PR curves.
   *
   * @param labels 0 or 1, such as {@code (rows)} or {@code (rows, 1)}
   * @param scores the predicted probabilities, as many
   * @param thresholds the number of thresholds from 0 to 1, at least 2; the same for all steps
   * @throws IllegalArgumentException if they are not as many, or out of range
   */
  public void prCurve(String tag, Tensor labels, Tensor scores, int thresholds, long step) {
    ProtoWriter tensor = PrCurves.message(PrCurves.count(tag, labels, scores, thresholds));
    byte[] content = PrCurves.metadata(thresholds);
    // The suffix is that of TensorBoard's own summaries.
    write(tag + "/pr_curves", step, tensor, PrCurves.PLUGIN, content, DataClass.TENSOR);
  }

  /** Writes text, which TensorBoard renders as Markdown. */
  public void text(String tag, String markdown, long step) {
    write(tag, step, Messages.string(markdown), "text", NO_CONTENT, DataClass.TENSOR);
  }

  /**
   * Writes the two graphs of a model: the operations of a prediction, grouped by layer, and, for
   * models that Keras can represent, the layers as Keras draws them (tag {@code keras}).
   */
  public void graph(Model model) {
    append(Messages.graph(now(), OperationGraph.of(model)));
    String json = ConceptualGraph.json(model);
    if (json != null) {
      write(
          "keras",
          0,
          Messages.string(json),
          "graph_keras_model",
          "1".getBytes(StandardCharsets.US_ASCII),
          DataClass.UNKNOWN);
    }
  }

  /**
   * Sets the hyperparameters and metrics of TensorBoard's HParams table. Write it once for all
   * sessions, to the parent of their folders.
   *
   * @param hparams the hyperparameters with their possible values
   * @param metrics the tags of scalars that the sessions write
   */
  public void hparamsExperiment(List<HParam> hparams, List<String> metrics) {
    hidden(HParams.EXPERIMENT_TAG, HParams.experiment(hparams, metrics, now()));
  }

  /**
   * Starts a session in TensorBoard's HParams table: this run with these values.
   *
   * @param values numbers, booleans and strings
   */
  public void hparams(Map<String, ?> values) {
    hidden(HParams.START_TAG, HParams.start(values, now()));
  }

  /** Ends the session started by {@link #hparams}. */
  public void hparamsEnd(boolean success) {
    hidden(HParams.END_TAG, HParams.end(success, now()));
  }

  private void hidden(String tag, byte[] content) {
    write(tag, 0, Messages.nothing(), HParams.PLUGIN, content, DataClass.UNKNOWN);
  }

  private synchronized void write(
      String tag, long step, ProtoWriter tensor, String plugin, byte[] content, DataClass kind) {
    ProtoWriter metadata = described.add(tag) ? Messages.metadata(plugin, content, kind) : null;
    append(Messages.value(now(), step, tag, tensor, metadata));
  }

  private synchronized void append(byte[] event) {
    try {
      records.write(event);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Waits until everything is on disk, so that it survives a power failure. */
  public synchronized void flush() {
    try {
      records.force();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      records.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException("cannot write to %s: %s".formatted(file, e.getMessage()), e);
  }

  private static double now() {
    return System.currentTimeMillis() / 1000.0;
  }
}
