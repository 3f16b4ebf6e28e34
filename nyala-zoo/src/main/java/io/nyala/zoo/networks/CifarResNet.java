// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.initializers.Initializers.heNormal;
import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.activation;
import static io.nyala.layers.Layers.add;
import static io.nyala.layers.Layers.averagePooling2D;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.regularizers.Regularizers.l2;

import io.nyala.layers.base.Padding;
import io.nyala.ops.Value;

/**
 * ResNet of 20, 32, 44 and 56 layers for small images such as those of CIFAR-10 (He et al. 2015,
 * "Deep Residual Learning for Image Recognition", section 4.2). Images are 32 x 32 by default and
 * at least; there are 10 classes by default.
 *
 * <p>The layers are those of version 1 in Keras's example {@code cifar10_resnet}: convolutions have
 * a bias and an L2 penalty of 0.0001, and the shortcut beside a stride is a convolution of 1 x 1
 * without normalization, where the paper skips pixels and adds zeros. Nobody publishes weights for
 * it. The example also subtracts the mean image of its training data, which is left to the caller.
 */
public final class CifarResNet extends ZooNetwork<CifarResNet> {
  private static final int CLASSES = 10;
  private static final int FILTERS = 16;
  private static final int STAGES = 3;
  private static final int POOL = 8;
  private static final double DECAY = 1e-4;

  private final int blocks;
  private CreationNames names;

  private CifarResNet(int depth) {
    super("cifar_resnet" + depth, 32, 32, Preprocessing.UNIT);
    blocks = (depth - 2) / 6;
    classes(CLASSES);
  }

  /** Returns the network of 20 layers, 3 blocks in each stage. */
  public static CifarResNet resNet20() {
    return new CifarResNet(20);
  }

  /** Returns the network of 32 layers, 5 blocks in each stage. */
  public static CifarResNet resNet32() {
    return new CifarResNet(32);
  }

  /** Returns the network of 44 layers, 7 blocks in each stage. */
  public static CifarResNet resNet44() {
    return new CifarResNet(44);
  }

  /** Returns the network of 56 layers, 9 blocks in each stage. */
  public static CifarResNet resNet56() {
    return new CifarResNet(56);
  }

  @Override
  Value features(Value image) {
    names = new CreationNames();
    Value x = relu(convNorm(image, FILTERS, 1));
    for (int stage = 0; stage < STAGES; stage++) {
      int filters = FILTERS << stage;
      for (int block = 0; block < blocks; block++) {
        boolean halves = stage > 0 && block == 0;
        int stride = halves ? 2 : 1;
        Value y = relu(convNorm(x, filters, stride));
        y = convNorm(y, filters, 1);
        Value shortcut = halves ? conv(x, filters, 1, stride) : x;
        x = relu(names.name(add()).apply(shortcut, y));
      }
    }
    return x;
  }

  private Value convNorm(Value x, int filters, int stride) {
    return names.name(batchNormalization()).apply(conv(x, filters, 3, stride));
  }

  private Value conv(Value x, int filters, int kernel, int stride) {
    return names
        .name(
            conv2D(filters, kernel)
                .strides(stride)
                .padding(Padding.SAME)
                .kernelInitializer(heNormal())
                .kernelRegularizer(l2(DECAY)))
        .apply(x);
  }

  private Value relu(Value x) {
    return names.name(activation(RELU)).apply(x);
  }

  @Override
  Value classifier(Value features) {
    Value x = flatten().apply(averagePooling2D(POOL).apply(features));
    return dense(classes())
        .activation(classifierActivation())
        .kernelInitializer(heNormal())
        .apply(x);
  }
}
