// SPDX-License-Identifier: Apache-2.0
package io.nyala.explain;

import io.nyala.layers.base.Layer;
import io.nyala.losses.support.Logits;
import io.nyala.models.Computation;
import io.nyala.models.Model;
import io.nyala.models.Tape;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import io.nyala.settings.Names;
import io.nyala.settings.Numbers;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Explains the predictions of an image classifier by maps of what they are due to:
 *
 * <pre>{@code
 * Explainer explainer = Explainer.of(model);
 * int[] classes = explainer.predicted(photos);
 * Tensor maps = explainer.gradCam(photos, classes); // (rows, height, width) in [0, 1]
 * }</pre>
 *
 * <p>The model has one input {@code (batch, height, width, channels)} and one output with a score
 * for each class, or with a single score for the second of two classes. Scores are taken before a
 * final softmax or sigmoid, as in the papers: behind it, a sure prediction has hardly any gradient.
 * Layers run as in {@code predict}, with the current weights. Nested models are fine.
 *
 * <p>Each map is divided by its largest value, so that it ranges from 0 to 1; it is all 0 if
 * nothing speaks for the class.
 */
public final class Explainer {
  private static final int BATCH = 16;
  private static final int RANK = 4; // of (batch, height, width, channels)
  private static final String IMAGES = "images";
  private static final String DIRECTIONS = "directions";

  private final Model model;
  private final String chosen;
  private final Computation scores;
  private final Computation gradCam;
  private final Computation gradients;
  private volatile String used;

  private Explainer(Model model, String chosen) {
    this.model = model;
    this.chosen = chosen;
    this.scores = Computation.of(List.of(IMAGES), this::scores);
    this.gradCam = Computation.of(List.of(IMAGES, DIRECTIONS), this::gradCam);
    this.gradients = Computation.of(List.of(IMAGES, DIRECTIONS), this::gradients);
  }

  /**
   * Returns an explainer. Its Grad-CAM uses the last layer behind the last convolution that has
   * maps of the same size: the normalization or activation that follows it, for example.
   *
   * @throws IllegalArgumentException if the model is not a classifier of images
   */
  public static Explainer of(Model model) {
    Arguments.given("model", model);
    if (model.inputTypes() == null
        || model.inputTypes().size() != 1
        || model.inputTypes().getFirst().shape().rank() != RANK
        || model.outputShapes().size() != 1
        || model.outputShapes().getFirst().rank() != 2) {
      throw new IllegalArgumentException(
          ("%s: expected one input (batch, height, width, channels) and one output (batch, classes),"
                  + " got %s and %s")
              .formatted(model, model.inputTypes(), model.outputShapes()));
    }
    return new Explainer(model, null);
  }

  /**
   * Returns an explainer whose Grad-CAM uses this layer, which may be in a nested model.
   *
   * @throws IllegalArgumentException if there is no layer with this name
   */
  public Explainer layer(String name) {
    List<Layer> all = inside(model).toList();
    Names.find("layer", model, name, all, Layer::name);
    return new Explainer(model, name);
  }

  private static Stream<Layer> inside(Layer layer) {
    return layer.sublayers().stream().flatMap(l -> Stream.concat(Stream.of(l), inside(l)));
  }

  /** Returns the layer that {@link #gradCam} used; null before its first call. */
  public String usedLayer() {
    return used;
  }

  /** Returns the class with the largest score for each image. */
  public int[] predicted(Tensor images) {
    Tensor each = inBatches(scores, images);
    if (outputs() > 1) {
      return each.argMax(1).ints();
    }
    int[] classes = new int[each.size()];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = each.at(i) > 0 ? 1 : 0;
    }
    return classes;
  }

  // Maps

  /**
   * Returns Grad-CAM (Selvaraju et al. 2017): the maps of a layer, weighted by the mean gradient of
   * the class score with respect to each of them, summed, without what is negative.
   *
   * @param images {@code (rows, height, width, channels)}
   * @param classes one for each image
   * @return {@code (rows, h, w)}, of the size of the layer's maps, in [0, 1]
   * @throws IllegalArgumentException if a class does not exist, or no layer has maps
   */
  public Tensor gradCam(Tensor images, int... classes) {
    return Maps.scaled(inBatches(gradCam, images, directions(images, classes)));
  }

  /**
   * Returns the saliency (Simonyan et al. 2013): the gradient of the class score with respect to
   * each pixel, the largest absolute value of its channels.
   *
   * @param images {@code (rows, height, width, channels)}
   * @param classes one for each image
   * @return {@code (rows, height, width)} in [0, 1]
   * @throws IllegalArgumentException if a class does not exist
   */
  public Tensor saliency(Tensor images, int... classes) {
    return Maps.scaled(Maps.strongest(inBatches(gradients, images, directions(images, classes))));
  }

  /**
   * Returns SmoothGrad (Smilkov et al. 2017): the saliency of the mean gradient of noisy copies of
   * each image, which is less grainy.
   *
   * @param images {@code (rows, height, width, channels)}
   * @param classes one for each image
   * @param samples the number of copies of each image; the paper takes 50
   * @param noise the standard deviation of the noise, as a share of the range of an image's values;
   *     the paper takes .1 to .2
   * @param seed the seed of the noise
   * @return {@code (rows, height, width)} in [0, 1]
   * @throws IllegalArgumentException if a class does not exist
   */
  public Tensor smoothGrad(Tensor images, int[] classes, int samples, double noise, long seed) {
    Numbers.positive("smoothGrad", "samples", samples);
    Numbers.share("smoothGrad", "noise", noise);
    Tensor directions = directions(images, classes);
    List<Tensor> means = new ArrayList<>();
    for (int row = 0; row < classes.length; row++) {
      int[] same = new int[samples];
      Arrays.fill(same, row);
      Tensor copies = Maps.noisy(images.rows(same), noise, seed + row);
      means.add(Maps.mean(inBatches(gradients, copies, directions.rows(same))));
    }
    return Maps.scaled(Maps.strongest(Tensor.stack(means, 0)));
  }

  // Computing them

  private Map<String, Value> scores(Tape tape) {
    return Map.of("scores", score(tape));
  }

  /** The gradient of a sum over rows has that of each row, because rows do not interact. */
  private Map<String, Value> gradients(Tape tape) {
    Value total = Ops.sum(Ops.multiply(score(tape), tape.input(DIRECTIONS)));
    return Map.of("gradients", tape.gradients(total, tape.input(IMAGES)).getFirst());
  }

  private Map<String, Value> gradCam(Tape tape) {
    LastMaps last = new LastMaps(chosen);
    tape.watch(last);
    Value total = Ops.sum(Ops.multiply(score(tape), tape.input(DIRECTIONS)));
    Value maps = last.maps(model);
    used = last.layer();
    Value gradients = tape.gradients(total, maps).getFirst();
    Value weights = Ops.mean(gradients, true, 1, 2);
    return Map.of("map", Ops.relu(Ops.sum(Ops.multiply(maps, weights), false, 3)));
  }

  /** Returns the scores before the softmax or the sigmoid at the end, if there is one. */
  private Value score(Tape tape) {
    Value output = tape.call(model, tape.input(IMAGES));
    Value softmax = Logits.ofSoftmax(output);
    Value sigmoid = softmax == null ? Logits.ofSigmoid(output) : softmax;
    return sigmoid == null ? output : sigmoid;
  }

  private int outputs() {
    return model.outputShapes().getFirst().last();
  }

  /** Returns what the scores of each image are multiplied with: 1 for its class. */
  private Tensor directions(Tensor images, int[] classes) {
    int rows = images.shape().dim(0);
    if (Arguments.given("classes", classes).length != rows) {
      throw new IllegalArgumentException(
          "%s: expected a class for each of %d images, got %d"
              .formatted(model, rows, classes.length));
    }
    int outputs = outputs();
    int last = Math.max(outputs, 2) - 1;
    float[] directions = new float[rows * outputs];
    for (int i = 0; i < rows; i++) {
      if (classes[i] < 0 || classes[i] > last) {
        throw new IllegalArgumentException(
            "%s has classes 0 to %d, got %d".formatted(model, last, classes[i]));
      }
      if (outputs == 1) {
        directions[i] = classes[i] == 1 ? 1 : -1;
      } else {
        directions[i * outputs + classes[i]] = 1;
      }
    }
    return Tensor.of(Shape.of(rows, outputs), directions);
  }

  private Tensor inBatches(Computation computation, Tensor... inputs) {
    int rows = Arguments.given(IMAGES, inputs[0]).shape().dim(0);
    List<Tensor> parts = new ArrayList<>();
    for (int from = 0; from < rows; from += BATCH) {
      int begin = from;
      int end = Math.min(from + BATCH, rows);
      Tensor[] part = Stream.of(inputs).map(t -> t.rows(begin, end)).toArray(Tensor[]::new);
      parts.add(computation.run(part).getFirst());
    }
    return Tensor.concatenate(parts, 0);
  }
}
