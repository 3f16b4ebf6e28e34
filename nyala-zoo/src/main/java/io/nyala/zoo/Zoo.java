// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo;

import io.nyala.hub.FileCache;
import io.nyala.tensor.Tensor;
import io.nyala.zoo.ClassNames.Prediction;
import io.nyala.zoo.networks.CifarResNet;
import io.nyala.zoo.networks.ConvNeXt;
import io.nyala.zoo.networks.DenseNet;
import io.nyala.zoo.networks.EfficientNet;
import io.nyala.zoo.networks.EfficientNetV2;
import io.nyala.zoo.networks.InceptionResNetV2;
import io.nyala.zoo.networks.InceptionV3;
import io.nyala.zoo.networks.MobileNet;
import io.nyala.zoo.networks.MobileNetV2;
import io.nyala.zoo.networks.MobileNetV3;
import io.nyala.zoo.networks.NasNet;
import io.nyala.zoo.networks.ResNet;
import io.nyala.zoo.networks.SqueezeNet;
import io.nyala.zoo.networks.TrainedOn;
import io.nyala.zoo.networks.Vgg;
import io.nyala.zoo.networks.Xception;
import io.nyala.zoo.networks.ZooNetwork;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Makes all networks of the zoo, with the defaults of {@code keras.applications}; options are
 * chained setters.
 */
public final class Zoo {
  private static final int TOP = 5;

  private static final Map<String, Supplier<ZooNetwork<?>>> NETWORKS = new LinkedHashMap<>();

  static {
    NETWORKS.put("mobilenet", Zoo::mobileNet);
    NETWORKS.put("mobilenet_v2", Zoo::mobileNetV2);
    NETWORKS.put("mobilenet_v3_large", Zoo::mobileNetV3Large);
    NETWORKS.put("mobilenet_v3_small", Zoo::mobileNetV3Small);
    NETWORKS.put("squeezenet", Zoo::squeezeNet);
    NETWORKS.put("resnet50", Zoo::resNet50);
    NETWORKS.put("resnet101", Zoo::resNet101);
    NETWORKS.put("resnet152", Zoo::resNet152);
    NETWORKS.put("resnet50_v2", Zoo::resNet50V2);
    NETWORKS.put("resnet101_v2", Zoo::resNet101V2);
    NETWORKS.put("resnet152_v2", Zoo::resNet152V2);
    NETWORKS.put("inception_v3", Zoo::inceptionV3);
    NETWORKS.put("inception_resnet_v2", Zoo::inceptionResNetV2);
    NETWORKS.put("xception", Zoo::xception);
    NETWORKS.put("nasnet_mobile", Zoo::nasNetMobile);
    NETWORKS.put("nasnet_large", Zoo::nasNetLarge);
    NETWORKS.put("vgg16", Zoo::vgg16);
    NETWORKS.put("vgg19", Zoo::vgg19);
    NETWORKS.put("densenet121", Zoo::denseNet121);
    NETWORKS.put("densenet169", Zoo::denseNet169);
    NETWORKS.put("densenet201", Zoo::denseNet201);
    NETWORKS.put("efficientnet_b0", Zoo::efficientNetB0);
    NETWORKS.put("efficientnet_b1", Zoo::efficientNetB1);
    NETWORKS.put("efficientnet_b2", Zoo::efficientNetB2);
    NETWORKS.put("efficientnet_b3", Zoo::efficientNetB3);
    NETWORKS.put("efficientnet_b4", Zoo::efficientNetB4);
    NETWORKS.put("efficientnet_b5", Zoo::efficientNetB5);
    NETWORKS.put("efficientnet_b6", Zoo::efficientNetB6);
    NETWORKS.put("efficientnet_b7", Zoo::efficientNetB7);
    NETWORKS.put("efficientnet_v2_b0", Zoo::efficientNetV2B0);
    NETWORKS.put("efficientnet_v2_b1", Zoo::efficientNetV2B1);
    NETWORKS.put("efficientnet_v2_b2", Zoo::efficientNetV2B2);
    NETWORKS.put("efficientnet_v2_b3", Zoo::efficientNetV2B3);
    NETWORKS.put("efficientnet_v2_s", Zoo::efficientNetV2S);
    NETWORKS.put("efficientnet_v2_m", Zoo::efficientNetV2M);
    NETWORKS.put("efficientnet_v2_l", Zoo::efficientNetV2L);
    NETWORKS.put("cifar_resnet20", Zoo::cifarResNet20);
    NETWORKS.put("cifar_resnet32", Zoo::cifarResNet32);
    NETWORKS.put("cifar_resnet44", Zoo::cifarResNet44);
    NETWORKS.put("cifar_resnet56", Zoo::cifarResNet56);
    NETWORKS.put("convnext_tiny", Zoo::convNeXtTiny);
    NETWORKS.put("convnext_small", Zoo::convNeXtSmall);
    NETWORKS.put("convnext_base", Zoo::convNeXtBase);
    NETWORKS.put("convnext_large", Zoo::convNeXtLarge);
    NETWORKS.put("convnext_xlarge", Zoo::convNeXtXLarge);
  }

  private Zoo() {}

  /** Returns the names of all networks, such as {@code mobilenet_v2}. */
  public static List<String> names() {
    return List.copyOf(NETWORKS.keySet());
  }

  /**
   * Returns a network with its default options.
   *
   * @param name one of {@link #names}
   * @throws IllegalArgumentException if there is no such network
   */
  public static ZooNetwork<?> named(String name) {
    Supplier<ZooNetwork<?>> made = NETWORKS.get(name);
    if (made == null) {
      throw new IllegalArgumentException(
          "no network '%s'; there are %s".formatted(name, String.join(", ", NETWORKS.keySet())));
    }
    return made.get();
  }

  /**
   * Returns a network of another width than usual, with its other options by default.
   *
   * @param name one of {@link #names}
   * @param alpha the factor of all numbers of filters
   * @throws IllegalArgumentException if there is no such network, or it has no width
   */
  public static ZooNetwork<?> named(String name, double alpha) {
    return switch (named(name)) {
      case MobileNet n -> n.alpha(alpha);
      case MobileNetV2 n -> n.alpha(alpha);
      case MobileNetV3 n -> n.alpha(alpha);
      default -> throw new IllegalArgumentException("alpha is for MobileNets, not for " + name);
    };
  }

  /**
   * Returns the five most probable classes of ImageNet for each image, best first. The names are
   * downloaded to the user's cache, once; {@link ClassNames} reads them from any file.
   *
   * @param predictions the output of a classifier: {@code (images, 1000)}
   * @throws IllegalArgumentException if the shape is another one
   * @throws IOException if the names cannot be downloaded
   * @throws InterruptedException if the thread is interrupted while downloading
   */
  public static List<List<Prediction>> decodePredictions(Tensor predictions)
      throws IOException, InterruptedException {
    return ClassNames.of(TrainedOn.IMAGENET, FileCache.of(System.getenv()))
        .decode(predictions, TOP);
  }

  /** Returns ResNet20 for images of 32 x 32, which {@code keras.applications} does not have. */
  public static CifarResNet cifarResNet20() {
    return CifarResNet.resNet20();
  }

  /** Returns ResNet32 for images of 32 x 32, which {@code keras.applications} does not have. */
  public static CifarResNet cifarResNet32() {
    return CifarResNet.resNet32();
  }

  /** Returns ResNet44 for images of 32 x 32, which {@code keras.applications} does not have. */
  public static CifarResNet cifarResNet44() {
    return CifarResNet.resNet44();
  }

  /** Returns ResNet56 for images of 32 x 32, which {@code keras.applications} does not have. */
  public static CifarResNet cifarResNet56() {
    return CifarResNet.resNet56();
  }

  /** Returns ConvNeXtTiny. */
  public static ConvNeXt convNeXtTiny() {
    return ConvNeXt.tiny();
  }

  /** Returns ConvNeXtSmall. */
  public static ConvNeXt convNeXtSmall() {
    return ConvNeXt.small();
  }

  /** Returns ConvNeXtBase. */
  public static ConvNeXt convNeXtBase() {
    return ConvNeXt.base();
  }

  /** Returns ConvNeXtLarge. */
  public static ConvNeXt convNeXtLarge() {
    return ConvNeXt.large();
  }

  /** Returns ConvNeXtXLarge. */
  public static ConvNeXt convNeXtXLarge() {
    return ConvNeXt.xLarge();
  }

  /** Returns DenseNet121. */
  public static DenseNet denseNet121() {
    return DenseNet.denseNet121();
  }

  /** Returns DenseNet169. */
  public static DenseNet denseNet169() {
    return DenseNet.denseNet169();
  }

  /** Returns DenseNet201. */
  public static DenseNet denseNet201() {
    return DenseNet.denseNet201();
  }

  /** Returns EfficientNetB0. */
  public static EfficientNet efficientNetB0() {
    return new EfficientNet(0);
  }

  /** Returns EfficientNetB1. */
  public static EfficientNet efficientNetB1() {
    return new EfficientNet(1);
  }

  /** Returns EfficientNetB2. */
  public static EfficientNet efficientNetB2() {
    return new EfficientNet(2);
  }

  /** Returns EfficientNetB3. */
  public static EfficientNet efficientNetB3() {
    return new EfficientNet(3);
  }

  /** Returns EfficientNetB4. */
  public static EfficientNet efficientNetB4() {
    return new EfficientNet(4);
  }

  /** Returns EfficientNetB5. */
  public static EfficientNet efficientNetB5() {
    return new EfficientNet(5);
  }

  /** Returns EfficientNetB6. */
  public static EfficientNet efficientNetB6() {
    return new EfficientNet(6);
  }

  /** Returns EfficientNetB7. */
  public static EfficientNet efficientNetB7() {
    return new EfficientNet(7);
  }

  /** Returns EfficientNetV2B0. */
  public static EfficientNetV2 efficientNetV2B0() {
    return EfficientNetV2.b0();
  }

  /** Returns EfficientNetV2B1. */
  public static EfficientNetV2 efficientNetV2B1() {
    return EfficientNetV2.b1();
  }

  /** Returns EfficientNetV2B2. */
  public static EfficientNetV2 efficientNetV2B2() {
    return EfficientNetV2.b2();
  }

  /** Returns EfficientNetV2B3. */
  public static EfficientNetV2 efficientNetV2B3() {
    return EfficientNetV2.b3();
  }

  /** Returns EfficientNetV2S. */
  public static EfficientNetV2 efficientNetV2S() {
    return EfficientNetV2.small();
  }

  /** Returns EfficientNetV2M. */
  public static EfficientNetV2 efficientNetV2M() {
    return EfficientNetV2.medium();
  }

  /** Returns EfficientNetV2L. */
  public static EfficientNetV2 efficientNetV2L() {
    return EfficientNetV2.large();
  }

  /** Returns InceptionResNetV2. */
  public static InceptionResNetV2 inceptionResNetV2() {
    return new InceptionResNetV2();
  }

  /** Returns InceptionV3. */
  public static InceptionV3 inceptionV3() {
    return new InceptionV3();
  }

  /** Returns MobileNet. */
  public static MobileNet mobileNet() {
    return new MobileNet();
  }

  /** Returns MobileNetV2. */
  public static MobileNetV2 mobileNetV2() {
    return new MobileNetV2();
  }

  /** Returns MobileNetV3Large. */
  public static MobileNetV3 mobileNetV3Large() {
    return MobileNetV3.large();
  }

  /** Returns MobileNetV3Small. */
  public static MobileNetV3 mobileNetV3Small() {
    return MobileNetV3.small();
  }

  /** Returns NASNetLarge. */
  public static NasNet nasNetLarge() {
    return NasNet.large();
  }

  /** Returns NASNetMobile. */
  public static NasNet nasNetMobile() {
    return NasNet.mobile();
  }

  /** Returns ResNet50. */
  public static ResNet resNet50() {
    return ResNet.resNet50();
  }

  /** Returns ResNet101. */
  public static ResNet resNet101() {
    return ResNet.resNet101();
  }

  /** Returns ResNet152. */
  public static ResNet resNet152() {
    return ResNet.resNet152();
  }

  /** Returns ResNet50V2. */
  public static ResNet resNet50V2() {
    return ResNet.resNet50V2();
  }

  /** Returns ResNet101V2. */
  public static ResNet resNet101V2() {
    return ResNet.resNet101V2();
  }

  /** Returns ResNet152V2. */
  public static ResNet resNet152V2() {
    return ResNet.resNet152V2();
  }

  /** Returns SqueezeNet 1.1, which {@code keras.applications} does not have. */
  public static SqueezeNet squeezeNet() {
    return new SqueezeNet();
  }

  /** Returns VGG16. */
  public static Vgg vgg16() {
    return Vgg.vgg16();
  }

  /** Returns VGG19. */
  public static Vgg vgg19() {
    return Vgg.vgg19();
  }

  /** Returns Xception. */
  public static Xception xception() {
    return new Xception();
  }
}
