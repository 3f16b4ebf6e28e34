// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.grad.Gradients;
import io.nyala.graph.Graph;
import io.nyala.kernel.WorkerPool;
import io.nyala.ops.Convolution;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Pooling;
import io.nyala.ops.Recurrence;
import io.nyala.ops.Value;
import io.nyala.ops.Window;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.plan.Execution;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.Allocations;
import io.nyala.testing.GradientCheck;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Steps whose allocations {@link AllocationTest} asks for, each in a process of its own. */
final class StepAllocations {
  private static final int WARM_UP = 3_000;
  private static final int MEASURED = 200;

  private StepAllocations() {}

  /**
   * Prints the bytes that a step allocates: {@code training}, {@code images}, {@code sequences} or
   * {@code sorting}.
   */
  public static void main(String[] arguments) {
    try (WorkerPool pool = WorkerPool.of(1)) {
      CpuEngine engine = CpuEngine.shared().with(pool);
      Execution step =
          switch (arguments[0]) {
            case "training" -> training(engine);
            case "images" -> images(engine);
            case "sequences" -> sequences(engine);
            default -> sorting(engine);
          };
      System.out.println(least(step));
    }
  }

  private static Execution training(CpuEngine engine) {
    SplittableRandom random = new SplittableRandom(1);
    int[] units = {9, 32, 17, 10};
    Value x = Ops.input("x", Shape.of(32, units[0]));
    Value target = Ops.input("target", Shape.of(32, units[3]));
    List<Value> reads = new ArrayList<>();
    List<Variable> gradients = new ArrayList<>();
    Value h = x;
    for (int i = 1; i < units.length; i++) {
      Variable kernel = new Variable("kernel", Shape.of(units[i - 1], units[i]));
      kernel.set(GradientCheck.normal(kernel.shape(), random));
      Variable bias = new Variable("bias", Shape.of(units[i]));
      reads.add(Ops.read(kernel));
      reads.add(Ops.read(bias));
      gradients.add(new Variable("kernel gradient", kernel.shape()));
      gradients.add(new Variable("bias gradient", bias.shape()));
      Value y =
          Ops.dense(
              h,
              reads.get(reads.size() - 2),
              reads.get(reads.size() - 1),
              i < 3 ? FusedActivation.RELU : FusedActivation.LINEAR);
      h = i < 3 ? Ops.dropout(Ops.softplus(y), 0.2f, i) : y;
    }
    Value loss = Ops.mean(Ops.softmaxCrossEntropy(h, target));
    List<Value> g = Gradients.of(loss, reads);
    List<Graph.Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < g.size(); i++) {
      assignments.add(new Graph.Assignment(gradients.get(i), g.get(i)));
    }
    Execution step =
        engine.compile(new Graph(List.of(x, target), List.of(loss), assignments)).newExecution();
    step.input(0, GradientCheck.normal(Shape.of(32, 9), random));
    step.input(1, Tensor.full(Shape.of(32, 10), 0.1f));
    return step;
  }

  /** Winograd's method, and batch normalisation with pooling behind it. */
  private static Execution images(CpuEngine engine) {
    SplittableRandom random = new SplittableRandom(2);
    List<Integer> two = List.of(2, 2);
    List<Integer> one = List.of(1, 1);
    List<Integer> none = List.of(0, 0);
    Window same = new Window(List.of(3, 3), one, one, one, one);
    Window pairs = new Window(two, two, one, none, none);
    Value x = Ops.input("x", Shape.of(1, 31, 32, 64));
    Value kernel = Ops.input("kernel", Shape.of(3, 3, 64, 64));
    Value bias = Ops.input("bias", Shape.of(64));
    Value gamma = Ops.input("gamma", Shape.of(64));
    List<Value> inputs = List.of(x, kernel, bias, gamma);
    Value y = Node.apply(new Convolution(same, 1, FusedActivation.RELU), x, kernel, bias);
    y = Node.apply(new Pooling(pairs, true), Ops.batchNorm(y, gamma, bias, 1e-3f).get(0));
    Value loss = Ops.mean(Ops.square(y));
    List<Value> outputs = new ArrayList<>(List.of(loss));
    outputs.addAll(Gradients.of(loss, inputs));
    Execution step = engine.compile(Graph.of(inputs, outputs)).newExecution();
    for (int i = 0; i < inputs.size(); i++) {
      step.input(i, GradientCheck.normal(inputs.get(i).shape(), random));
    }
    return step;
  }

  /** An LSTM whose rows are shorter than a vector of 512 bits. */
  private static Execution sequences(CpuEngine engine) {
    SplittableRandom random = new SplittableRandom(4);
    Value x = Ops.input("x", Shape.of(32, 12, 9));
    Value kernel = Ops.input("kernel", Shape.of(9, 40));
    Value recurrent = Ops.input("recurrent", Shape.of(10, 40));
    Value state = Ops.input("state", Shape.of(32, 10));
    List<Value> inputs = List.of(x, kernel, recurrent, state);
    Value sums = Ops.dense(x, kernel, null, FusedActivation.LINEAR);
    Recurrence lstm = new Recurrence(Recurrence.Cell.LSTM, FusedActivation.TANH, false);
    Value loss =
        Ops.mean(Ops.square(Node.apply(lstm, List.of(sums, recurrent, state, state)).get(1)));
    List<Value> outputs = new ArrayList<>(List.of(loss));
    outputs.addAll(Gradients.of(loss, inputs));
    Execution step = engine.compile(Graph.of(inputs, outputs)).newExecution();
    for (int i = 0; i < inputs.size(); i++) {
      step.input(i, GradientCheck.normal(inputs.get(i).shape(), random));
    }
    return step;
  }

  /** Short lines and long ones, and what reads and writes along them. */
  private static Execution sorting(CpuEngine engine) {
    Value x = Ops.input("x", Shape.of(7, 100));
    Value y = Ops.topK(Ops.slice(Ops.sort(x, -1), 1, 0, 20), 3).get(0);
    List<Value> outputs = new ArrayList<>(List.of(y));
    outputs.addAll(Gradients.of(Ops.sum(y), List.of(x)));
    Execution step = engine.compile(Graph.of(List.of(x), outputs)).newExecution();
    step.input(0, GradientCheck.normal(x.shape(), new SplittableRandom(3)));
    return step;
  }

  private static double least(Execution step) {
    // Compilation may still be under way at first: the least of several counts.
    double least = Double.MAX_VALUE;
    for (int attempt = 0; attempt < 20 && least > 0; attempt++) {
      least = Math.min(least, Allocations.perRun(WARM_UP, MEASURED, step::run));
    }
    return least;
  }
}
