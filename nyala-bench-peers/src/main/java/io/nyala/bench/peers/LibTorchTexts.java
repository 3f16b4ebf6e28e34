// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench.peers;

import io.nyala.bench.Step;
import io.nyala.bench.TextCnn;
import io.nyala.bench.Workload;
import io.nyala.bench.WorkloadData;
import java.util.Arrays;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Conv1dImpl;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.MaxPool1dImpl;
import org.bytedeco.pytorch.ReLUImpl;
import org.bytedeco.pytorch.SequentialImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** LibTorch's network for the text workload; its convolutions expect channels first. */
final class LibTorchTexts implements Step {
  private final EmbeddingImpl embedding =
      new EmbeddingImpl(TextCnn.VOCABULARY, TextCnn.DIMENSION);
  private final SequentialImpl convolutions = new SequentialImpl();
  private final SequentialImpl dense = new SequentialImpl();
  private final Adam optimizer;
  private final Tensor inputs;
  private final Tensor targets;

  LibTorchTexts(Workload.TextTraining w) {
    long channels = TextCnn.DIMENSION;
    for (int i = 0; i < TextCnn.CONVOLUTIONS; i++) {
      convolutions.push_back(
          new Conv1dImpl(channels, TextCnn.FILTERS, new LongPointer(new long[] {TextCnn.KERNEL})));
      convolutions.push_back(new ReLUImpl());
      if (i < TextCnn.CONVOLUTIONS - 1) {
        convolutions.push_back(new MaxPool1dImpl(new LongPointer(new long[] {TextCnn.POOL})));
      }
      channels = TextCnn.FILTERS;
    }
    for (int i = 1; i < TextCnn.WIDTHS.size(); i++) {
      dense.push_back(new LinearImpl(TextCnn.WIDTHS.get(i - 1), TextCnn.WIDTHS.get(i)));
      if (i < TextCnn.WIDTHS.size() - 1) {
        dense.push_back(new ReLUImpl());
      }
    }
    TensorVector all = new TensorVector();
    for (TensorVector some :
        new TensorVector[] {embedding.parameters(), convolutions.parameters(), dense.parameters()}) {
      for (long i = 0; i < some.size(); i++) {
        all.push_back(some.get(i));
      }
    }
    optimizer = new Adam(all, new AdamOptions(Workload.LEARNING_RATE));
    inputs =
        longs(WorkloadData.labels(w.batch() * TextCnn.TIME, TextCnn.VOCABULARY))
            .view(w.batch(), TextCnn.TIME);
    targets = longs(WorkloadData.labels(w.batch(), TextCnn.WIDTHS.getLast()));
  }

  private static Tensor longs(int[] values) {
    return torch.tensor(Arrays.stream(values).asLongStream().toArray());
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
    Tensor features = convolutions.forward(embedding.forward(inputs).transpose(1, 2));
    return torch.cross_entropy_loss(dense.forward(features.amax(new long[] {2}, false)), targets);
  }

  @Override
  public double witness() {
    try (PointerScope _ = new PointerScope()) {
      return loss().item_float();
    }
  }
}
