// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LayerNamesTest {
  private static LayerNames names() {
    return new LayerNames("torchvision")
        .add("conv1_conv", "features.conv0")
        .add("conv2_block1_0_bn", "features.denseblock1.denselayer1.norm1")
        .addWeight("scale", "features.gamma")
        .once("(denselayer\\d+\\.(?:norm|conv))\\.([12])\\.", "$1$2.");
  }

  @Test
  void prefixes_of_wrappers_are_left_out() {
    assertThat(names().inOrder(List.of("module.features.conv0.weight", "module.features.gamma")))
        .containsEntry("features.conv0.weight", "module.features.conv0.weight")
        .containsEntry("features.gamma", "module.features.gamma");
    assertThat(names().inOrder(List.of("features.conv0.weight", "ema.features.conv0.weight")))
        .containsOnlyKeys("features.conv0.weight", "ema.features.conv0.weight");
  }

  /** The published files of torchvision's DenseNets still have the names of 2017. */
  @Test
  void old_names_are_renewed() {
    String old = "features.denseblock1.denselayer1.norm.1.weight";
    assertThat(names().inOrder(List.of(old)))
        .containsEntry("features.denseblock1.denselayer1.norm1.weight", old);
    assertThat(names().share(List.of("features.conv0.weight", old, "features.gamma"))).isEqualTo(1);
    assertThat(names().share(List.of("features.gamma", "fc.weight"))).isEqualTo(1 / 3.0);
  }

  @Test
  void weights_of_layers_are_named() {
    assertThat(names().of("conv1_conv", "bias")).isEqualTo("features.conv0.bias");
    assertThat(names().of("scale", "weight")).isEqualTo("features.gamma");
    assertThat(names().of("unknown", "weight")).isNull();
  }

  @Test
  void families_are_guessed() {
    assertThat(Families.guess(List.of("a", "model.layer1.0.conv1.weight"))).isEqualTo("ResNet");
    assertThat(Families.guess(List.of("layers.weight"))).isNull();
  }
}
