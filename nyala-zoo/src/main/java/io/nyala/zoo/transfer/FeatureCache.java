// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.transfer;

import io.nyala.data.Examples;
import io.nyala.models.Model;
import io.nyala.saving.Weights;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.npy.Npz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Features on disk: a NumPy archive whose name tells from which images and which trunk. */
final class FeatureCache {
  private static final int DIGITS = 12;
  private static final long NOISE = 2_654_435_761L; // about 2^32 divided by the golden ratio

  private FeatureCache() {}

  /**
   * Returns the features in a folder, or computes and keeps them there.
   *
   * @param extractor from images to features
   * @param data the fingerprint of the images
   * @throws UncheckedIOException if they cannot be written
   */
  static Examples in(Path folder, Model extractor, String data, Supplier<Examples> computed) {
    Path file = folder.resolve(name(extractor, data));
    Examples kept = read(file);
    if (kept != null) {
      return kept;
    }
    Examples features = computed.get();
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    arrays.put("x", features.x());
    arrays.put("y", features.y());
    try {
      Npz.write(file, arrays);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write features to " + file, e);
    }
    return features;
  }

  /** Returns null if there is no such file, or not a whole one. */
  private static Examples read(Path file) {
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try {
      Map<String, Tensor> arrays = Npz.read(file);
      return new Examples(arrays.get("x"), arrays.get("y"));
    } catch (IOException | IllegalArgumentException | NullPointerException e) {
      return null; // damaged: it is written anew
    }
  }

  /**
   * Returns the beginnings of digests of the images, of the weights, and of the features of an
   * image of noise: these depend on the preprocessing and on the kind of the trunk too.
   */
  private static String name(Model extractor, String data) {
    Shape image = extractor.inputTypes().getFirst().shape().with(0, 1);
    float[] noise = new float[image.size()];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (i * NOISE >>> 24) % 256;
    }
    Tensor probe = extractor.predictOnBatch(Tensor.of(image, noise));
    return Stream.of(data, Weights.sha256(extractor), Weights.sha256(probe.floats()))
        .map(digest -> digest.substring(0, DIGITS))
        .collect(Collectors.joining("-", "", ".features.npz"));
  }
}
