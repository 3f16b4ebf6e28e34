// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.pooling;

import static io.nyala.layers.Layers.adaptiveAveragePooling1D;
import static io.nyala.layers.Layers.adaptiveAveragePooling2D;
import static io.nyala.layers.Layers.adaptiveMaxPooling1D;
import static io.nyala.layers.Layers.averagePooling1D;
import static io.nyala.layers.Layers.globalAveragePooling1D;
import static io.nyala.layers.Layers.globalMaxPooling2D;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.maxPooling1D;
import static io.nyala.layers.Layers.maxPooling2D;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.layers.base.Padding;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.support.Evaluate;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoolingLayersTest {
  private static final Tensor X = Tensor.of(Shape.of(1, 5, 1), -1, -2, -9, -4, -4);

  @Test
  void windows_touch_by_default_and_leave_out_the_rest() {
    assertThat(Evaluate.layer(maxPooling1D(), X).floats()).containsExactly(-1, -4);
    assertThat(Evaluate.layer(averagePooling1D(), X).floats()).containsExactly(-1.5f, -6.5f);
  }

  @Test
  void padding_counts_neither_as_largest_nor_in_means() {
    assertThat(Evaluate.layer(maxPooling1D(2).padding(Padding.SAME), X).floats())
        .containsExactly(-1, -4, -4);
    assertThat(Evaluate.layer(averagePooling1D(3).strides(2).padding("same"), X).floats())
        .containsExactly(-1.5f, -5, -4);
  }

  @Test
  void global_pooling_takes_all_positions() {
    assertThat(Evaluate.layer(globalAveragePooling1D(), X))
        .isEqualTo(Tensor.of(Shape.of(1, 1), -4));
    Tensor channelsFirst = Tensor.of(Shape.of(1, 2, 1, 2), 1, 2, 4, 3);
    assertThat(Evaluate.layer(globalMaxPooling2D().channelsFirst(), channelsFirst))
        .isEqualTo(Tensor.of(Shape.of(1, 2), 2, 4));
  }

  @Test
  void adaptive_windows_cover_the_input() {
    // The windows of 5 positions for 3 are 0 to 1, 1 to 3 and 3 to 4; for 7, one or two positions.
    assertThat(Evaluate.layer(adaptiveAveragePooling1D(3), X).floats())
        .containsExactly(-1.5f, -5, -4);
    assertThat(Evaluate.layer(adaptiveMaxPooling1D(7), X).floats())
        .containsExactly(-1, -1, -2, -9, -4, -4, -4);
    assertThat(Evaluate.layer(adaptiveMaxPooling1D(2), Tensor.full(Shape.of(1, 1, 1), 3)).floats())
        .containsExactly(3, 3);
    assertThatThrownBy(() -> adaptiveMaxPooling1D(0))
        .hasMessage("AdaptiveMaxPooling1D: output_size must be positive, got 0");
  }

  @Test
  void adaptive_pooling_gives_images_of_any_size_one_size() {
    Model model =
        Sequential.of(input(Shape.UNKNOWN, Shape.UNKNOWN, 3), adaptiveAveragePooling2D(2));
    for (int size : new int[] {3, 8}) {
      Tensor x = Tensor.full(Shape.of(1, size, size + 2, 3), 4);
      assertThat(model.predict(x)).isEqualTo(Tensor.full(Shape.of(1, 2, 2, 3), 4));
    }
  }

  @Test
  void extents_may_be_unknown() {
    assertThat(maxPooling2D().apply(input(Shape.UNKNOWN, 8, 3)).shape())
        .isEqualTo(Shape.of(Shape.UNKNOWN, Shape.UNKNOWN, 4, 3));
    assertThat(globalMaxPooling2D().apply(input(Shape.UNKNOWN, Shape.UNKNOWN, 3)).shape())
        .isEqualTo(Shape.of(Shape.UNKNOWN, 3));
  }

  @Test
  void reads_strides_that_are_missing_as_the_size() {
    Layer layer =
        LayerRegistry.fromConfig(
            Map.of("class_name", "MaxPooling2D", "config", Map.of("pool_size", List.of(3, 2))));
    assertThat(layer.config()).containsEntry("strides", List.of(3, 2));
  }

  @Test
  void rejects_what_does_not_fit() {
    assertThatThrownBy(() -> maxPooling2D(0))
        .hasMessage("MaxPooling2D: pool_size must be positive, got 0");
    assertThatThrownBy(() -> maxPooling2D(2).strides(1, 0))
        .hasMessage("MaxPooling2D: strides must be positive, got 0");
    assertThatThrownBy(() -> maxPooling2D().padding("causal"))
        .hasMessage("MaxPooling2D: padding must be VALID or SAME, got CAUSAL");
    assertThatThrownBy(() -> maxPooling2D(3).named("p").apply(input(8, 2, 1)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "p (MaxPooling2D) on input (?, 8, 2, 1): a window of 3 positions does not fit into "
                + "the 2 positions of spatial axis 1; use a smaller one, or padding SAME");
    assertThatThrownBy(() -> globalMaxPooling2D().named("g").apply(input(8, 2)))
        .hasMessage(
            "g (GlobalMaxPooling2D) on input (?, 8, 2): expected input (batch, height, width,"
                + " channels)");
  }
}
