// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.names;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Guesses what network a file is of, for messages. */
public final class Families {
  /** A name that only this family has. */
  private static final Map<Pattern, String> SIGNS = new LinkedHashMap<>();

  static {
    sign("features\\.denseblock1\\..*", "DenseNet");
    sign("features\\.1\\.conv\\.0\\.0\\.weight", "MobileNetV2, of torchvision");
    sign("features\\.1\\.0\\.block\\..*", "EfficientNet or ConvNeXt, of torchvision");
    sign("features\\.1\\.block\\..*", "MobileNetV3, of torchvision");
    sign("layer1\\.0\\.conv1\\.weight", "ResNet");
    sign("blocks\\.0\\.0\\.conv_dw\\.weight", "EfficientNet or MobileNet, of timm");
    sign("features\\.3\\.squeeze\\.weight", "SqueezeNet, of torchvision");
    sign("features\\.0\\.weight", "VGG, of torchvision or timm");
    sign("stages\\.0\\.blocks\\..*", "ConvNeXt, of timm");
    sign("Mixed_5b\\..*", "Inception v3, of torchvision");
    sign("blocks\\.0\\.attn\\..*", "vision transformer, of timm");
    sign("encoder\\.layers\\..*", "vision transformer, of torchvision");
    sign("resnet\\.embedder\\..*", "ResNet, of Hugging Face's transformers");
  }

  private Families() {}

  private static void sign(String name, String family) {
    SIGNS.put(Pattern.compile("(?:.*\\.)?" + name), family);
  }

  /** Returns a family, or null if none is known. */
  public static String guess(Collection<String> names) {
    for (Map.Entry<Pattern, String> sign : SIGNS.entrySet()) {
      if (names.stream().anyMatch(name -> sign.getKey().matcher(name).matches())) {
        return sign.getValue();
      }
    }
    return null;
  }
}
