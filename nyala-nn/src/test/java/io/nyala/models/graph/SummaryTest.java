// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.graph;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.concatenate;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.layers.base.Layer;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.optimizers.Adam;
import io.nyala.support.SquaredError;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tables were printed by Keras 3.15.1 (80 columns, no terminal). */
class SummaryTest {
  @Test
  void prints_a_chain_as_keras_does() {
    Model model =
        Sequential.of(
            input(784),
            dense(512).activation(RELU).named("hidden"),
            dropout(0.5).named("drop"),
            batchNormalization().named("batch_normalization"),
            dense(10).named("a_very_long_layer_name_that_does_not_fit"));
    model.named("net");
    assertThat(model.summary())
        .isEqualTo(
            """
            Model: "net"
            ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓
            ┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃
            ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩
            │ hidden (Dense)                  │ (None, 512)            │       401,920 │
            ├─────────────────────────────────┼────────────────────────┼───────────────┤
            │ drop (Dropout)                  │ (None, 512)            │             0 │
            ├─────────────────────────────────┼────────────────────────┼───────────────┤
            │ batch_normalization             │ (None, 512)            │         2,048 │
            │ (BatchNormalization)            │                        │               │
            ├─────────────────────────────────┼────────────────────────┼───────────────┤
            │ a_very_long_layer_name_that_do… │ (None, 10)             │         5,130 │
            │ (Dense)                         │                        │               │
            └─────────────────────────────────┴────────────────────────┴───────────────┘
             Total params: 409,098 (1.56 MB)
             Trainable params: 408,074 (1.56 MB)
             Non-trainable params: 1,024 (4.00 KB)
            """);
  }

  @Test
  void prints_connections_of_branches_as_keras_does() {
    assertThat(branches().summary())
        .isEqualTo(
            """
            Model: "multi"
            ┏━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━┓
            ┃ Layer (type)        ┃ Output Shape      ┃    Param # ┃ Connected to      ┃
            ┡━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━┩
            │ b (InputLayer)      │ (None, 3)         │          0 │ -                 │
            ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
            │ a (InputLayer)      │ (None, 5)         │          0 │ -                 │
            ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
            │ dense_2 (Dense)     │ (None, 5)         │         20 │ b[0][0]           │
            ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
            │ shared (Dense)      │ (None, 4)         │         24 │ a[0][0],          │
            │                     │                   │            │ dense_2[0][0]     │
            ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
            │ concatenate         │ (None, 8)         │          0 │ shared[0][0],     │
            │ (Concatenate)       │                   │            │ shared[1][0]      │
            ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
            │ add (Add)           │ (None, 8)         │          0 │ concatenate[0][0] │
            ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
            │ value (Dense)       │ (None, 1)         │          9 │ add[0][0]         │
            ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
            │ label (Dense)       │ (None, 3)         │         27 │ concatenate[0][0] │
            └─────────────────────┴───────────────────┴────────────┴───────────────────┘
             Total params: 80 (320.00 B)
             Trainable params: 80 (320.00 B)
             Non-trainable params: 0 (0.00 B)
            """);
  }

  private static Model branches() {
    Value a = input("a", 5);
    Value b = input("b", 3);
    Layer shared = dense(4).named("shared");
    Value fromB = shared.apply(dense(5).named("dense_2").apply(b));
    Value both = concatenate().named("concatenate").apply(shared.apply(a), fromB);
    Value value = dense(1).named("value").apply(Ops.add(both, 1));
    Value label = dense(3).named("label").apply(both);
    Model model = Model.of(List.of(a, b), List.of(value, label));
    model.named("multi");
    return model;
  }

  @Test
  void says_that_layers_without_an_input_are_not_built() {
    Model model = Sequential.of(dense(3).named("first"));
    assertThat(model.summary())
        .contains("│ first (Dense)                   │ ?                      │   0 (unbuilt) │")
        .contains(" Total params: 0 (0.00 B)\n");
  }

  /** Keras counts 2 x 408,074 numbers of Adam, the iterations and the learning rate. */
  @Test
  void counts_what_the_optimizer_keeps_once_it_is_in_use() {
    Model model = Sequential.of(input(3), dense(2));
    model.compile(new Adam(1e-3), new SquaredError());
    assertThat(model.summary()).doesNotContain("Optimizer");
    model.trainOnBatch(Tensor.zeros(Shape.of(1, 3)), Tensor.zeros(Shape.of(1, 2)));
    assertThat(model.summary())
        .contains(" Total params: 26 (104.00 B)\n")
        .endsWith(" Optimizer params: 18 (72.00 B)\n");
  }

  @Test
  void names_of_layers_wrap_and_counts_have_commas() {
    Model model = Sequential.of(input(1000), dense(1234));
    assertThat(model.summary()).contains("1,235,234").contains("(4.71 MB)");
  }
}
