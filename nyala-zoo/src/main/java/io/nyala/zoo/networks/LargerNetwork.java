// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import io.nyala.layers.base.Layer;
import io.nyala.models.Model;
import io.nyala.saving.LoadedWeights;
import io.nyala.settings.Names;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Recognizes files of a network with more layers of a kind, such as the 23 blocks of ResNet101
 * where ResNet50 has 6. All weights of the smaller network may be found in them.
 */
final class LargerNetwork {
  private LargerNetwork() {}

  /**
   * Refuses such a file. Other layers may be in it, such as a classifier.
   *
   * @param what names the network and the file in the message
   * @param loaded what was loaded
   * @param whole the network with its classifier
   */
  static void refuse(String what, LoadedWeights loaded, Model whole) {
    Set<String> kinds = new HashSet<>();
    loaded.loaded().forEach(path -> kinds.add(kind(path.substring(0, path.lastIndexOf('/')))));
    Set<String> own = new HashSet<>(whole.layers().stream().map(Layer::name).toList());
    List<String> more =
        loaded.unused().stream()
            .filter(
                path ->
                    Arrays.stream(path.split("/"))
                        .anyMatch(part -> kinds.contains(kind(part)) && !own.contains(part)))
            .toList();
    if (!more.isEmpty()) {
      throw new IllegalArgumentException(
          "%s is the file of a larger network, with layers that this one has not: %s; if they"
                  .formatted(what, Names.list(more))
              + " belong to a model around it, use ModelFiles.loadMatchingWeights");
    }
  }

  /** Returns the name of a layer without its numbers. */
  private static String kind(String layer) {
    return layer.substring(layer.lastIndexOf('/') + 1).replaceAll("\\d+", "#");
  }
}
