// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench.peers;

import io.nyala.bench.Step;
import io.nyala.bench.Workload;
import io.nyala.bench.WorkloadData;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TransformerEncoderLayerImpl;
import org.bytedeco.pytorch.TransformerEncoderLayerOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.kGELU;

/** LibTorch's encoder layer, which takes time before batch. Its normalizations come last. */
final class LibTorchTransformer implements Step {
  private final TransformerEncoderLayerImpl layer;
  private final Adam optimizer;
  private final Tensor inputs;
  private final Tensor targets;

  LibTorchTransformer(Workload.TransformerTraining w) {
    TransformerEncoderLayerOptions options =
        new TransformerEncoderLayerOptions(w.width(), w.heads());
    options.dim_feedforward().put(w.hidden());
    options.dropout().put(0);
    options.activation().put(new kGELU());
    layer = new TransformerEncoderLayerImpl(options);
    optimizer = new Adam(layer.parameters(), new AdamOptions(Workload.LEARNING_RATE));
    int steps = w.batch() * w.time();
    inputs = timeFirst(w, WorkloadData.features(steps, w.width()));
    targets = timeFirst(w, WorkloadData.sequenceTargets(steps, w.width()));
  }

  private static Tensor timeFirst(Workload.TransformerTraining w, float[] values) {
    return torch.tensor(values).view(w.batch(), w.time(), w.width()).transpose(0, 1).contiguous();
  }

  @Override
  public void run() {
    try (PointerScope _ = new PointerScope()) {
      optimizer.zero_grad();
      loss().backward();
      optimizer.step();
    }
  }

  private Tensor loss() {
    return torch.mse_loss(layer.forward(inputs), targets);
  }

  @Override
  public double witness() {
    try (PointerScope _ = new PointerScope()) {
      return loss().item_float();
    }
  }
}
