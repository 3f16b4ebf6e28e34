// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.names;

import io.nyala.io.files.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The {@code config.json} that lies beside a file of timm from Hugging Face.
 *
 * @param architecture the name of the network in timm
 * @param mean the mean of channels in images from 0 to 1, or null if it is not given
 * @param deviation their standard deviation, or null
 */
public record TimmConfig(String architecture, List<?> mean, List<?> deviation) {
  /** What files are called on Hugging Face; beside others, the configuration may be another one. */
  private static final Set<String> FILES =
      Set.of("model.safetensors", "model.safetensors.index.json", "pytorch_model.bin");

  private static final List<?> IMAGENET_MEAN = List.of(0.485, 0.456, 0.406);
  private static final List<?> IMAGENET_DEVIATION = List.of(0.229, 0.224, 0.225);
  private static final List<?> HALF = List.of(0.5, 0.5, 0.5);

  /** Reads the configuration beside a file of weights; returns null if there is none. */
  public static TimmConfig beside(Path weights) throws IOException {
    Path file = weights.resolveSibling("config.json");
    if (!FILES.contains(String.valueOf(weights.getFileName())) || !Files.isRegularFile(file)) {
      return null;
    }
    Map<String, Object> form =
        JsonText.object(
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8), file.toString());
    if (!(form.get("architecture") instanceof String architecture)) {
      return null;
    }
    Map<?, ?> images = form.get("pretrained_cfg") instanceof Map<?, ?> given ? given : form;
    return new TimmConfig(architecture, list(images.get("mean")), list(images.get("std")));
  }

  private static List<?> list(Object value) {
    return value instanceof List<?> list ? list : null;
  }

  /** Returns whether the network belongs to a list of names. */
  public boolean isOf(LayerNames names) {
    return names.has(architecture);
  }

  /** Returns whether padding and normalization are those of TensorFlow. */
  public boolean isOfTensorFlow() {
    return architecture.startsWith("tf_");
  }

  /** Returns whether images are standardized with the mean and deviation of ImageNet. */
  public boolean isStandardized() {
    return mean == null || mean.equals(IMAGENET_MEAN) && IMAGENET_DEVIATION.equals(deviation);
  }

  /** Returns whether images have values from -1 to 1. */
  public boolean isPlusMinusOne() {
    return HALF.equals(mean) && HALF.equals(deviation);
  }
}
