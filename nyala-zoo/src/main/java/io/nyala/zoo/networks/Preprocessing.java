// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.rescaling;

import io.nyala.layers.convolutional.Conv2D;
import io.nyala.layers.preprocessing.Rescaling;
import io.nyala.models.Model;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;

/**
 * The form in which a network expects its images, as layers in front of it. Images are RGB with
 * values from 0 to 255, as {@code ImageDirectory} reads them: {@code (batch, height, width, 3)}.
 *
 * <p>The modes are those of Keras's {@code preprocess_input}.
 */
public enum Preprocessing {
  /** The network takes values from 0 to 255 as they are, or scales them itself. */
  NONE {
    @Override
    public Value apply(Value images) {
      return images;
    }
  },

  /** Values from 0 to 1. */
  UNIT {
    @Override
    public Value apply(Value images) {
      return rescaling(1 / 255.0).named("to_unit").apply(images);
    }
  },

  /** Values from -1 to 1. */
  TF {
    @Override
    public Value apply(Value images) {
      return rescaling(1 / 127.5, -1).named("to_plus_minus_one").apply(images);
    }
  },

  /** Values divided by 255, then standardized with the mean and deviation of ImageNet. */
  TORCH {
    @Override
    public Value apply(Value images) {
      double[] scale = new double[CHANNELS];
      double[] offset = new double[CHANNELS];
      for (int c = 0; c < CHANNELS; c++) {
        scale[c] = 1 / (255 * TORCH_DEVIATION[c]);
        offset[c] = -TORCH_MEAN[c] / TORCH_DEVIATION[c];
      }
      return new Rescaling(scale, offset).named("standardized").apply(images);
    }
  },

  /**
   * Channels in the order BGR, minus the mean of ImageNet. A frozen convolution of 1 x 1 does both,
   * exactly, so that Keras can read a saved model.
   */
  CAFFE {
    @Override
    public Value apply(Value images) {
      Conv2D turned = conv2D(CHANNELS, 1);
      turned.named("to_bgr_minus_mean").trainable(false);
      Value result = turned.apply(images);
      float[] kernel = new float[CHANNELS * CHANNELS];
      for (int c = 0; c < CHANNELS; c++) {
        kernel[c * CHANNELS + CHANNELS - 1 - c] = 1;
      }
      turned.kernel().variable().set(Tensor.of(Shape.of(1, 1, CHANNELS, CHANNELS), kernel));
      turned.bias().variable().set(Tensor.vector(CAFFE_OFFSET));
      return result;
    }
  };

  private static final int CHANNELS = 3;
  private static final double[] TORCH_MEAN = {0.485, 0.456, 0.406};
  private static final double[] TORCH_DEVIATION = {0.229, 0.224, 0.225};
  private static final float[] CAFFE_OFFSET = {-103.939f, -116.779f, -123.68f};

  /** Returns the images as the network expects them. */
  public abstract Value apply(Value images);

  /** Returns a network that takes images with values from 0 to 255. */
  public Model before(Model network) {
    Value image = input(network.inputTypes().getFirst().shape().drop(0).dims());
    return Model.of(image, network.apply(apply(image)));
  }
}
