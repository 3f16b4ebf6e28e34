// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.Arrays;
import java.util.List;

/**
 * Base class of layers that mix each image {@code (batch, height, width, channels)} with another
 * one of the batch during training, and their labels in the same way.
 *
 * <p>A layer takes images alone, or images and labels, and returns as many values. Labels are
 * {@code (batch, classes)}, one-hot or probabilities. To train with mixed labels, put the layer in
 * front of {@code fit}: {@code AugmentedBatches.of(batches, 1, mixUp(0.2))}.
 *
 * @param <L> the concrete layer type
 */
public abstract class MixingLayer<L extends MixingLayer<L>> extends RandomImageLayer<L> {
  MixingLayer() {}

  /**
   * How images are mixed.
   *
   * @param order the row of the other image, int32 {@code (batch,)}
   * @param weight the share of the own image in the label, {@code (batch,)}
   * @param part the pixels that are taken from the other image, {@code (batch, height, width, 1)};
   *     null to blend whole images
   */
  record Mix(Value order, Value weight, Value part) {}

  abstract Mix draw(Call call, Value x);

  @Override
  protected List<Value> call(Call call, List<Value> inputs) {
    if (inputs.size() == 1) {
      return super.call(call, inputs);
    }
    if (inputs.size() > 2) {
      throw new ShapeException(
          "expected images, or images and labels, got %d inputs".formatted(inputs.size()));
    }
    Value labels = labels(inputs.get(1));
    if (!call.training()) {
      return List.of(still(inputs.get(0)), labels);
    }
    Value x = enter(inputs.get(0));
    if (labels.shape().dim(0) != x.shape().dim(0)) {
      throw new ShapeException(
          "expected as many labels as images, got %d and %d"
              .formatted(labels.shape().dim(0), x.shape().dim(0)));
    }
    Mix mix = draw(call, x);
    return List.of(leave(images(x, mix)), labels(labels, mix));
  }

  @Override
  final Value change(Call call, Value x) {
    return images(x, draw(call, x));
  }

  private static Value labels(Value labels) {
    if (labels.shape().rank() < 2 || labels.dtype() == DType.INT32) {
      throw new ShapeException(
          "labels must be one-hot or probabilities, float32 (batch, classes), got %s; hint: numbers"
                  .formatted(labels.type())
              + " of classes cannot be mixed, make them one-hot and use categoricalCrossentropy");
    }
    return Ops.cast(labels, DType.FLOAT32);
  }

  static Value images(Value x, Mix mix) {
    Value other = Ops.gather(x, mix.order());
    if (mix.part() != null) {
      return Ops.where(mix.part(), other, x);
    }
    return blend(x, other, mix.weight());
  }

  static Value labels(Value labels, Mix mix) {
    return blend(labels, Ops.gather(labels, mix.order()), mix.weight());
  }

  private static Value blend(Value own, Value other, Value weight) {
    int[] ones = new int[own.shape().rank()];
    Arrays.fill(ones, 1);
    ones[0] = own.shape().dim(0);
    Value share = Ops.reshape(weight, Shape.of(ones));
    return Ops.add(Ops.multiply(own, share), Ops.multiply(other, Ops.subtract(1, share)));
  }

  /** Draws a random order of the rows. */
  final Value order(Call call, Value x, int which) {
    Shape rows = Shape.of(x.shape().dim(0));
    return Ops.argSort(uniform(call, rows, which, 0, 1), 0);
  }
}
