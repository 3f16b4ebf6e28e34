// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.examples.recipe.UsageException;
import io.nyala.zoo.Zoo;
import io.nyala.zoo.networks.MobileNet;
import io.nyala.zoo.networks.MobileNetV2;
import io.nyala.zoo.networks.MobileNetV3;
import io.nyala.zoo.networks.ZooNetwork;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The names by which the command line knows the networks of the zoo. */
final class ZooNames {
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

  private ZooNames() {}

  /**
   * Makes a network by its name.
   *
   * @param alpha the width of a MobileNet, or null
   * @throws UsageException if there is no such network, or it has no width
   */
  static ZooNetwork<?> network(String name, Double alpha) {
    Supplier<ZooNetwork<?>> made = NETWORKS.get(name);
    if (made == null) {
      throw new UsageException(
          "--model: no file and no network '%s'; there are %s"
              .formatted(name, String.join(", ", NETWORKS.keySet())));
    }
    ZooNetwork<?> network = made.get();
    if (alpha == null) {
      return network;
    }
    return switch (network) {
      case MobileNet n -> n.alpha(alpha);
      case MobileNetV2 n -> n.alpha(alpha);
      case MobileNetV3 n -> n.alpha(alpha);
      default -> throw new UsageException("--alpha is for MobileNets, not for " + name);
    };
  }
}
