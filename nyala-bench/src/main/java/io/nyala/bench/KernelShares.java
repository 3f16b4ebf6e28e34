// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import io.nyala.graph.Graph;
import io.nyala.ops.AttentionOp;
import io.nyala.ops.Convolution;
import io.nyala.ops.ConvolutionInputGradient;
import io.nyala.ops.ConvolutionKernelGradient;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Recurrence;
import io.nyala.ops.RecurrenceGradient;
import io.nyala.ops.Value;
import io.nyala.ops.Window;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.plan.Execution;
import io.nyala.plan.cpu.CpuEngine;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Times the kernels of a workload separately, with operands of the workload's shapes, and computes
 * the fraction of the measured peak that their multiply-adds reach. The time of a kernel is the
 * best of many short runs, like the peak of a round ({@link MachineSpeed}), so that other load on
 * the processor does not affect the fraction. Memory-bound work (pooling, normalization, depthwise
 * convolutions, updates) is left out.
 */
final class KernelShares {
  private static final Duration WARM_UP_WINDOW = Duration.ofMillis(250);
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration TIME = Duration.ofSeconds(1);
  private static final float SMALL = 0.05f;

  /** A kernel: an operation and its inputs. */
  record Kernel(String name, double operations, List<Value> inputs, List<Value> outputs) {}

  private final List<Kernel> kernels = new ArrayList<>();

  private KernelShares() {}

  /**
   * Times the kernels of a workload with the current shared pool.
   *
   * @param workload the workload
   * @param operationsPerMicro the peak of all threads together
   */
  static List<BenchReport.Kernel> of(Workload workload, double operationsPerMicro) {
    List<BenchReport.Kernel> all = new ArrayList<>();
    for (Kernel kernel : kernels(workload)) {
      Run run = new Run(kernel);
      StepTimer.warmUp(run, WARM_UP_WINDOW, WARM_UP);
      double micros = StepTimer.leastMicros(run, TIME);
      double share = kernel.operations() / micros / operationsPerMicro;
      all.add(new BenchReport.Kernel(kernel.name(), micros, share));
    }
    return all;
  }

  /** Lists the kernels of a workload. */
  static List<Kernel> kernels(Workload workload) {
    KernelShares list = new KernelShares();
    switch (workload) {
      case Workload.MlpTraining w -> list.dense(w.batch(), w.widths(), true, false);
      case Workload.CnnTraining w -> list.cnn(w.batch(), true);
      case Workload.CnnPrediction w -> list.cnn(1, false);
      case Workload.BlockPass w -> list.block(w);
      case Workload.SequenceTraining w -> list.sequence(w);
      case Workload.EmbeddingTraining w -> {}
      case Workload.TextTraining w -> {}
      case Workload.TransformerTraining w -> list.encoderBlock(w);
      case Workload.RowPrediction w -> {}
      case Workload.MatrixProduct w -> {}
    }
    return list.kernels;
  }

  private void cnn(int batch, boolean training) {
    int extent = CifarCnn.EXTENT;
    int channels = CifarCnn.CHANNELS;
    for (int filters : CifarCnn.FILTERS) {
      boolean first = channels == CifarCnn.CHANNELS;
      convolution(batch, extent, channels, filters, CifarCnn.KERNEL, 0, training, !first);
      extent = (extent - CifarCnn.KERNEL + 1) / 2;
      channels = filters;
    }
    dense(batch, CifarCnn.WIDTHS, training, true);
  }

  private void block(Workload.BlockPass w) {
    int size = w.separable() ? 1 : 3;
    int padding = w.separable() ? 0 : 1;
    for (int channels : new int[] {w.channels(), w.filters()}) {
      convolution(w.batch(), w.extent(), channels, w.filters(), size, padding, true, true);
    }
  }

  private void convolution(
      int batch,
      int extent,
      int channels,
      int filters,
      int size,
      int padding,
      boolean training,
      boolean inner) {
    Window window =
        new Window(
            List.of(size, size),
            List.of(1, 1),
            List.of(1, 1),
            List.of(padding, padding),
            List.of(padding, padding));
    Value x = operand(batch, extent, extent, channels);
    Value kernel = operand(size, size, channels, filters);
    Value bias = operand(filters);
    Value y = Node.apply(new Convolution(window, 1, FusedActivation.RELU), x, kernel, bias);
    double operations = 2.0 * y.shape().size() * size * size * channels;
    String name = "convolution %d x %d, %d to %d".formatted(size, size, channels, filters);
    add(name, operations, List.of(x, kernel, bias), y);
    if (!training) {
      return;
    }
    Value dy = operand(y.shape().dims());
    if (inner) {
      ConvolutionInputGradient op = new ConvolutionInputGradient(window, 1, x.shape());
      add(name + ", input gradient", operations, List.of(kernel, dy), Node.apply(op, kernel, dy));
    }
    Value dKernel = Node.apply(new ConvolutionKernelGradient(window, 1), x, dy);
    add(name + ", kernel gradient", operations, List.of(x, dy), dKernel);
  }

  private void dense(int batch, List<Integer> widths, boolean training, boolean inner) {
    for (int i = 1; i < widths.size(); i++) {
      int n = widths.get(i);
      Value x = operand(batch, widths.get(i - 1));
      Value kernel = operand(widths.get(i - 1), n);
      Value bias = operand(n);
      Value y = Ops.dense(x, kernel, bias, FusedActivation.RELU);
      double operations = 2.0 * x.shape().size() * n;
      String name = "dense %d to %d".formatted(widths.get(i - 1), n);
      add(name, operations, List.of(x, kernel, bias), y);
      if (training) {
        Value dy = operand(batch, n);
        if (inner || i > 1) {
          Value dx = Ops.matmul(dy, kernel, false, true);
          add(name + ", input gradient", operations, List.of(dy, kernel), dx);
        }
        kernelGradient(name + ", kernel gradient", x, dy);
      }
    }
  }

  private void kernelGradient(String name, Value x, Value dy) {
    double operations = 2.0 * x.shape().size() * dy.shape().last();
    add(name, operations, List.of(x, dy), Ops.matmul(x, dy, true, false));
  }

  /** The recurrence multiplies the input of the layer itself, so both are one kernel. */
  private void sequence(Workload.SequenceTraining w) {
    boolean lstm = w.cell() == Workload.Cell.LSTM;
    Recurrence.Cell cell = lstm ? Recurrence.Cell.LSTM : Recurrence.Cell.GRU_RESET_AFTER;
    int u = w.units();
    int columns = cell.gates() * u;
    Value x = operand(w.batch(), w.time(), w.features());
    Value inputKernel = operand(w.features(), columns);
    Value bias = operand(columns);
    Value y = Ops.dense(x, inputKernel, bias, FusedActivation.LINEAR);
    Value kernel = operand(u, columns);
    Value h0 = operand(w.batch(), u);
    Value other = lstm ? operand(w.batch(), u) : operand(3 * u);
    Recurrence op = new Recurrence(cell, FusedActivation.TANH, false);
    Value forward = Node.apply(op, y, kernel, h0, other);
    double withInput = 2.0 * x.shape().size() * columns;
    double withStates = 2.0 * w.batch() * w.time() * kernel.shape().size();
    String name = "%s of %d units over %d steps".formatted(w.cell(), u, w.time());
    add(name, withInput + withStates, List.of(x, inputKernel, bias, kernel, h0, other), forward);

    Value h = operand(w.batch(), w.time(), u);
    Value c = operand(w.batch(), w.time(), u);
    Value saved = operand(w.batch(), w.time(), u * cell.saved());
    Value last = operand(w.batch(), u);
    List<Value> in =
        lstm
            ? List.of(kernel, h0, other, h, c, saved, last, last)
            : List.of(kernel, h0, h, saved, last);
    RecurrenceGradient gradient = new RecurrenceGradient(cell, FusedActivation.TANH, false, false);
    Value dx = Node.apply(gradient, in.toArray(Value[]::new));
    List<Value> distinct = in.stream().distinct().toList();
    add(name + ", gradients", 2 * withStates, distinct, dx);

    int rows = w.batch() * w.time();
    String ofInput = name + ", gradient of the input's kernel";
    kernelGradient(ofInput, operand(rows, w.features()), operand(rows, columns));
  }

  /** Each kernel once, although there are four projections. */
  private void encoderBlock(Workload.TransformerTraining w) {
    int rows = w.batch() * w.time();
    dense(rows, List.of(w.width(), w.width()), true, true);
    dense(rows, List.of(w.width(), w.hidden(), w.width()), true, true);
    int size = w.width() / w.heads();
    Value q = operand(w.batch(), w.time(), w.heads(), size);
    Value k = operand(w.batch(), w.time(), w.heads(), size);
    Value v = operand(w.batch(), w.time(), w.heads(), size);
    AttentionOp op = new AttentionOp((float) (1 / Math.sqrt(size)), false, 0, false, 0);
    double operations = 2.0 * rows * 2 * w.time() * w.width();
    String name = "attention of %d heads over %d steps".formatted(w.heads(), w.time());
    Value y = Node.apply(op, q, k, v);
    add(name, operations, List.of(q, k, v), y);
    Value dy = operand(y.shape().dims());
    List<Value> in = List.of(q, k, v, dy);
    Value dq = Node.apply(new AttentionOp.Gradient(op), in).get(0);
    add(name + ", gradients", 2 * operations, in, dq);
  }

  private void add(String name, double operations, List<Value> inputs, Value result) {
    // Every result is an output, because otherwise it would not be computed.
    kernels.add(new Kernel(name, operations, inputs, result.node().outputs()));
  }

  private static Value operand(int... dims) {
    return Ops.input("operand", Shape.of(dims));
  }

  /** A program with a single kernel. */
  private static final class Run implements Step {
    private final Execution execution;

    Run(Kernel kernel) {
      Graph graph = Graph.of(kernel.inputs(), kernel.outputs());
      execution = CpuEngine.shared().compile(graph).newExecution();
      for (int i = 0; i < kernel.inputs().size(); i++) {
        Shape shape = kernel.inputs().get(i).shape();
        float[] numbers = WorkloadData.features(shape.size() / shape.last(), shape.last());
        for (int k = 0; k < numbers.length; k++) {
          numbers[k] *= SMALL;
        }
        execution.input(i, Tensor.of(shape, numbers));
      }
    }

    @Override
    public void run() {
      execution.run();
    }

    @Override
    public double witness() {
      return execution.scalar(0);
    }
  }
}
