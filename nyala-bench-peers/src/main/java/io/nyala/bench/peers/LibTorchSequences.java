// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench.peers;

import io.nyala.bench.Step;
import io.nyala.bench.Workload;
import io.nyala.bench.WorkloadData;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.GRUImpl;
import org.bytedeco.pytorch.GRUOptions;
import org.bytedeco.pytorch.LSTMImpl;
import org.bytedeco.pytorch.LSTMOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** LibTorch's recurrent modules, which run all layers and steps in one call. */
final class LibTorchSequences implements Step {
  private final UnaryOperator<Tensor> body;
  private final LinearImpl head;
  private final Adam optimizer;
  private final Tensor inputs;
  private final Tensor targets;

  LibTorchSequences(Workload.SequenceTraining w) {
    Module module;
    long last = w.time() - 1;
    switch (w.cell()) {
      case LSTM -> {
        LSTMOptions options = new LSTMOptions(w.features(), w.units());
        options.batch_first().put(true);
        options.num_layers().put(w.layers());
        LSTMImpl lstm = new LSTMImpl(options);
        module = lstm;
        body = x -> lstm.forward(x).get0().select(1, last);
      }
      case GRU -> {
        GRUOptions options = new GRUOptions(w.features(), w.units());
        options.batch_first().put(true);
        options.num_layers().put(w.layers());
        GRUImpl gru = new GRUImpl(options);
        module = gru;
        body = x -> gru.forward(x).get0().select(1, last);
      }
      default -> throw new UnsupportedOperationException(w.name());
    }
    head = new LinearImpl(w.units(), 1);
    optimizer = adam(module, head);
    float[] features = WorkloadData.features(w.batch(), w.time() * w.features());
    inputs = torch.tensor(features).view(w.batch(), w.time(), w.features());
    targets = targets(w.batch());
  }

  LibTorchSequences(Workload.EmbeddingTraining w) {
    EmbeddingImpl embedding = new EmbeddingImpl(w.vocabulary(), w.dimension());
    body = x -> embedding.forward(x).mean(1);
    head = new LinearImpl(w.dimension(), 1);
    optimizer = adam(embedding, head);
    int[] words = WorkloadData.labels(w.batch() * w.time(), w.vocabulary());
    inputs =
        torch.tensor(Arrays.stream(words).asLongStream().toArray()).view(w.batch(), w.time());
    targets = targets(w.batch());
  }

  private static Adam adam(Module body, Module head) {
    TensorVector all = new TensorVector();
    for (TensorVector some : new TensorVector[] {body.parameters(), head.parameters()}) {
      for (long i = 0; i < some.size(); i++) {
        all.push_back(some.get(i));
      }
    }
    return new Adam(all, new AdamOptions(Workload.LEARNING_RATE));
  }

  private static Tensor targets(int rows) {
    return torch.tensor(WorkloadData.features(rows, 1)).view(rows, 1);
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
    return torch.l1_loss(head.forward(body.apply(inputs)), targets);
  }

  @Override
  public double witness() {
    try (PointerScope _ = new PointerScope()) {
      return loss().item_float();
    }
  }
}
