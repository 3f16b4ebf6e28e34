// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.layers.base.Layer;
import io.nyala.layers.core.Dense;
import io.nyala.models.Model;
import io.nyala.models.ModelConfigs;
import io.nyala.models.Sequential;
import io.nyala.ops.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages about models of many layers list some names, the nearest first, not hundreds. */
class LongListsTest {
  private static final int DEPTH = 40;

  @TempDir Path folder;

  private static Model deep(int depth) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      layers.add(dense(2).named("step_" + i));
    }
    return Sequential.of(input(2), layers.toArray(Layer[]::new));
  }

  private static void checkShort(ThrowingCallable failing) {
    assertThatThrownBy(failing)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(" more]")
        .satisfies(e -> assertThat(e.getMessage().split("step_").length).isLessThan(40));
  }

  @ParameterizedTest
  @ValueSource(strings = {"w.npz", "w.safetensors", "w.weights.h5"})
  void of_weights_that_do_not_fit(String name) throws Exception {
    Path file = folder.resolve(name);
    ModelFiles.saveWeights(deep(DEPTH), file);
    if (name.endsWith(".h5")) {
      // Keras's own file goes layer by layer and names just the first one that is not there.
      assertThatThrownBy(() -> ModelFiles.loadWeights(deep(DEPTH + 1), file))
          .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(600));
    } else {
      checkShort(() -> ModelFiles.loadWeights(deep(DEPTH - 1), file));
    }
  }

  @Test
  void of_a_reference_to_no_layer() {
    Value x = input(2);
    Value y = x;
    for (int i = 0; i < DEPTH; i++) {
      y = new Dense(2).named("step_" + i).apply(y);
    }
    Map<String, Object> form = ModelConfigs.toConfig(Model.of(x, y));
    @SuppressWarnings("unchecked") // as it is written
    Map<String, Object> config = (Map<String, Object>) form.get("config");
    config.put("output_layers", List.of("step_4O", 0, 0));
    assertThatThrownBy(() -> ModelConfigs.fromConfig(form))
        .hasMessageContaining("\"step_4O\" is used but is not among the layers [step_4, ")
        .hasMessageContaining(" more]");
  }
}
