// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FloorTest {
  @Test
  void counts_a_training_step_by_hand() {
    Floor.Needs needs = Floor.needs(Workload.named("mlp-9-32-1").orElseThrow());

    // Forward 9*32 + 32*1 = 320, gradients of the kernels 320, of the hidden layer's output 32.
    assertThat(needs.operations()).isEqualTo(2 * 32 * (320 + 320 + 32));
    // 353 parameters, as Keras counts them, each with two moments: read and written once.
    assertThat(needs.trafficBytes()).isEqualTo(353 * 6 * 4);
    assertThat(needs.heldBytes()).isEqualTo(353 * 3 * 4);
  }

  @Test
  void counts_a_prediction_by_hand() {
    Floor.Needs needs = Floor.needs(Workload.named("predict-row").orElseThrow());

    // 9*32 + 3*32*32 + 32*16 + 16*1 multiply-adds; 4033 parameters, as Keras counts them.
    assertThat(needs.operations()).isEqualTo(2 * 3888);
    assertThat(needs.trafficBytes()).isEqualTo(4033 * 4);
  }

  @Test
  void counts_an_image_network_by_hand() {
    Floor.Needs needs = Floor.needs(Workload.named("cnn-cifar-b32").orElseThrow());

    // Convolutions 30*30*27*64 and 13*13*576*32, dense 1152*512, 512*256 and 256*10.
    double layers = 1_555_200 + 3_115_008 + 589_824 + 131_072 + 2_560;
    assertThat(needs.operations()).isEqualTo(2 * 32 * (3 * layers - 1_555_200));
    // 744,874 parameters, as Keras counts them, less the 192 moving averages.
    assertThat(needs.trafficBytes()).isEqualTo(744_682 * 6 * 4);
  }

  @Test
  void counts_sequences_by_hand() {
    Floor.Needs needs = Floor.needs(Workload.named("lstm-256").orElseThrow());

    // 80*1024 + 256*1024 multiply-adds a step; three products each but for the input's gradient.
    double products = 2.0 * 64 * 60 * (2 * 80 * 1024 + 3 * 256 * 1024);
    assertThat(needs.operations()).isEqualTo(products + 6 * 64 * 256);
    // 345,088 parameters of the LSTM and 257 of the output, as Keras counts them.
    assertThat(needs.trafficBytes()).isEqualTo((345_088 + 257) * 6 * 4);
  }

  @Test
  void counts_a_text_network_by_hand() {
    Floor.Needs needs = Floor.needs(Workload.named("newsgroups-cnn").orElseThrow());

    // 1000 words: 996 after a kernel of 5, pooled to 199; 195, pooled to 39; 35.
    double convolutions = 996.0 * 250 * 128 + 195.0 * 640 * 128 + 35.0 * 640 * 128;
    double layers = convolutions + 128 * 128 + 128 * 20;
    assertThat(needs.operations()).isEqualTo(2 * 128 * 3 * layers);
    // Word vectors, three convolutions and two dense layers, as Keras counts them.
    long parameters = 1_000_000 + 32_128 + 82_048 + 82_048 + 16_512 + 2_580;
    assertThat(needs.trafficBytes()).isEqualTo(parameters * 6 * 4);
  }

  @Test
  void counts_an_encoder_block_by_hand() {
    Floor.Needs needs = Floor.needs(Workload.named("transformer-block").orElseThrow());

    // For each of 128 steps: four projections, scores and sums over 128 steps, two dense layers of
    // 256 by 1024; three products each but for the input's gradient through three projections.
    double forward = 4 * 256 * 256 + 2 * 128 * 256 + 2 * 256 * 1024;
    assertThat(needs.operations()).isEqualTo(2 * 16 * 128 * (3 * forward - 3 * 256 * 256));
    // The parameters of torch.nn.TransformerEncoderLayer(256, 8, 1024), as PyTorch counts them.
    assertThat(needs.trafficBytes()).isEqualTo(789_760 * 6 * 4);
  }

  @Test
  void counts_a_product_by_hand() {
    Floor.Needs needs = Floor.needs(Workload.named("gemm-512").orElseThrow());

    assertThat(needs.operations()).isEqualTo(268_435_456);
    assertThat(needs.trafficBytes()).isEqualTo(3_145_728);
  }

  @Test
  void counts_the_words_of_a_batch_and_not_the_vocabulary() {
    Floor.Needs needs = Floor.needs(Workload.named("embedding-200k").orElseThrow());

    // Of 12,800 words drawn from 200,000, 200,000 * (1 - exp(-0.064)) differ, about 12,399.
    assertThat(needs.trafficBytes() / (6 * 4 * 100)).isBetween(12_300.0, 12_500.0);
  }

  @Test
  void takes_the_longer_of_arithmetic_and_traffic() {
    Workload product = Workload.named("gemm-512").orElseThrow();

    assertThat(Floor.micros(product, 1e-3, 1)).isEqualTo(268_435_456 / 1e-3);
    assertThat(Floor.micros(product, Double.POSITIVE_INFINITY, 1)).isPositive();
  }

  @Test
  void measures_a_peak_above_that_of_one_addition_at_a_time() {
    // Any processor that runs this adds and multiplies a billion times in a second.
    assertThat(MachineSpeed.operationsPerMicro(1)).isGreaterThan(1000);
  }
}
