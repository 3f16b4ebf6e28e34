// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.transfer;

import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.io.ModelFiles;
import io.nyala.layers.base.Layer;
import io.nyala.models.Model;
import io.nyala.zoo.Zoo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A saved model says which layers are frozen, also those of a trunk inside. */
class FrozenFlagsTest {
  private static final int SIZE = 32;

  @TempDir Path folder;

  private static List<String> trained(Layer model) {
    List<String> names = new ArrayList<>();
    model.weights().stream().filter(w -> w.trainable()).forEach(w -> names.add(w.path()));
    return names;
  }

  private Transfer small() {
    return Zoo.mobileNetV2().alpha(0.35).imageSize(SIZE, SIZE).head(2);
  }

  private void staysAsItIs(Transfer transfer, String ending) {
    Model model = transfer.model().compile(sgd(0.1), binaryCrossentropy());
    Path file = folder.resolve("pets" + ending);
    ModelFiles.save(model, file);
    Model loaded = ModelFiles.load(file);
    assertThat(trained(loaded)).isEqualTo(trained(model)).hasSizeGreaterThan(2);
    assertThat(loaded.trainedWeights()).hasSameSizeAs(model.trainedWeights());
    assertThat(loaded.summary()).doesNotContain("Note");
  }

  @ParameterizedTest
  @ValueSource(strings = {".keras", ".h5"})
  void of_a_trunk_unfrozen_from_a_layer_on(String ending) {
    staysAsItIs(small().unfreezeFrom("block_14_expand").freezeStatistics(), ending);
  }

  @ParameterizedTest
  @ValueSource(strings = {".keras", ".h5"})
  void of_single_layers_in_a_frozen_trunk(String ending) {
    Transfer transfer = small().freeze();
    transfer.trunk().getLayer("block_16_project").trainable(true);
    staysAsItIs(transfer, ending);
  }
}
