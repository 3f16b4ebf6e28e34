// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.recurrent;

import io.nyala.activations.ActivationFunction;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Padding;
import io.nyala.layers.support.DataFormat;
import io.nyala.layers.support.Require;
import io.nyala.layers.support.ShapeForm;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Base class of convolutional LSTMs (Shi et al. 2015): an {@link LSTM} over images instead of
 * vectors, whose products are convolutions. The convolution of the state always has strides of 1
 * and keeps the extents.
 *
 * @param <L> the concrete layer type
 */
abstract class ConvLSTM<L extends ConvLSTM<L>> extends GatedRecurrent<L, ConvLSTMCell> {
  private final int spatialRank;
  private boolean channelsFirst;

  ConvLSTM(int spatialRank, ConvLSTMCell cell) {
    super(cell);
    this.spatialRank = spatialRank;
  }

  final L read(Settings s) {
    cell.readFrom(s);
    cell.unitForgetBias = s.getBoolean("unit_forget_bias", true);
    strides(s.getInts("strides", 1));
    dilationRate(s.getInts("dilation_rate", 1));
    padding(s.getEnum("padding", Padding.VALID));
    channelsFirst = DataFormat.isChannelsFirst(s);
    return readLayer(s);
  }

  // Settings

  /** Sets the activation of the gates; default sigmoid. */
  public L recurrentActivation(ActivationFunction newActivation) {
    L self = unbuilt();
    cell.recurrentActivation = Require.given(className(), "recurrent_activation", newActivation);
    return self;
  }

  /** Sets whether the bias of the forget gate is initialized with ones; default true. */
  public L unitForgetBias(boolean newUnitForgetBias) {
    L self = unbuilt();
    cell.unitForgetBias = newUnitForgetBias;
    return self;
  }

  /**
   * Sets the strides of the convolution of the input; default 1. One number for all axes or one per
   * axis.
   */
  public L strides(int... newStrides) {
    L self = unbuilt();
    cell.strides = perAxis("strides", newStrides);
    return self;
  }

  /**
   * Sets the dilation rate of the convolution of the input; default 1. One number for all axes or
   * one per axis.
   */
  public L dilationRate(int... newDilationRate) {
    L self = unbuilt();
    cell.dilationRate = perAxis("dilation_rate", newDilationRate);
    return self;
  }

  private int[] perAxis(String setting, int... numbers) {
    return Require.perAxis(className(), setting, spatialRank, 1, numbers);
  }

  /** Sets the padding of the convolution of the input; default none. */
  public L padding(Padding newPadding) {
    L self = unbuilt();
    if (Require.given(className(), "padding", newPadding) == Padding.CAUSAL) {
      throw new IllegalArgumentException(className() + ": padding must be VALID or SAME");
    }
    cell.padding = newPadding;
    return self;
  }

  /** Sets the padding by its Keras name, for example {@code "same"}. */
  public L padding(String name) {
    return padding(Padding.byName(name));
  }

  /** Sets the channels to be the axis after time, also in states; the default is the last axis. */
  public L channelsFirst() {
    L self = unbuilt();
    channelsFirst = true;
    return self;
  }

  // Shapes, in the layer's data format

  @Override
  protected void build(List<Shape> inputShapes) {
    Shape x = inputShapes.get(0);
    if (x.rank() != spatialRank + 3) {
      throw new ShapeException("expected input " + inputForm());
    }
    if (largest(cell.strides) > 1 && largest(cell.dilationRate) > 1) {
      throw new IllegalArgumentException(
          "%s: strides %s and dilation_rate %s must not both be above 1"
              .formatted(this, Arrays.toString(cell.strides), Arrays.toString(cell.dilationRate)));
    }
    Shape step = channelsLast(x.drop(1));
    if (step.last() == Shape.UNKNOWN) {
      throw new ShapeException("the number of channels must be known");
    }
    cell.buildOn(List.of(step));
  }

  @Override
  final String inputForm() {
    String space =
        switch (spatialRank) {
          case 1 -> "length";
          case 2 -> "height, width";
          default -> "depth, height, width";
        };
    return "(batch, time, %s)"
        .formatted(channelsFirst ? "channels, " + space : space + ", channels");
  }

  private static int largest(int[] numbers) {
    return Arrays.stream(numbers).max().orElse(1);
  }

  private Shape channelsLast(Shape step) {
    return channelsFirst ? step.drop(1).insert(-1, step.dim(1)) : step;
  }

  @Override
  final Shape outputShape(Shape step) {
    Shape last = cell.stateShape(channelsLast(step));
    return (channelsFirst ? last.drop(-1).insert(1, last.last()) : last).drop(0);
  }

  @Override
  final List<Shape> stateShapes(Shape step) {
    if (step == null) {
      throw new IllegalStateException(this + ": build it on an input before its states are set");
    }
    Shape shape = outputShape(step);
    return List.of(shape, shape);
  }

  // Application

  @Override
  final Walk walk(Call call, Value x, Value mask, List<Value> begin, boolean begun) {
    Value images = fromLayer(x, 2);
    List<Value> states = begin.stream().map(s -> fromLayer(s, 1)).toList();
    List<Value> shared = cell.shared(call, Walk.at(images, 0), states);
    // The input of all steps is convolved at once.
    Shape shape = images.shape();
    int batch = shape.dim(0);
    int time = shape.dim(1);
    Shape flat = shape.drop(1).with(0, Shape.extent((long) batch * time));
    List<Value> masks =
        cell.inputMasks(shared).stream()
            .map(m -> Ops.reshape(Ops.broadcastTo(Ops.expandDims(m, 1), shape), flat))
            .toList();
    Value sums = cell.input(call, Ops.reshape(images, flat), masks);
    Value all = Ops.reshape(sums, sums.shape().with(0, time).insert(0, batch));
    Walk walk =
        steps(
            all,
            mask,
            states,
            (now, before) ->
                // A convolution of zeros adds nothing.
                cell.next(
                    before == states && !begun
                        ? now
                        : Ops.add(now, cell.recurrent(call, before, shared)),
                    before));
    return new Walk(
        toLayer(walk.outputs(), 2),
        toLayer(walk.last(), 1),
        walk.states().stream().map(s -> toLayer(s, 1)).toList());
  }

  private Value fromLayer(Value x, int channelAxis) {
    return channelsFirst ? Ops.moveAxisToEnd(x, channelAxis) : x;
  }

  private Value toLayer(Value x, int channelAxis) {
    return channelsFirst ? Ops.moveEndToAxis(x, channelAxis) : x;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("kernel_size", ShapeForm.list(cell.kernelSize));
    config.put("strides", ShapeForm.list(cell.strides));
    config.put("padding", cell.padding.kerasName());
    config.put("data_format", DataFormat.name(channelsFirst));
    config.put("dilation_rate", ShapeForm.list(cell.dilationRate));
    return config;
  }
}
