// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import static io.nyala.plan.cpu.AgreementCase.all;
import static io.nyala.plan.cpu.AgreementCase.normal;
import static io.nyala.plan.cpu.AgreementCase.one;
import static io.nyala.plan.cpu.AgreementCase.positive;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.grad.Gradients;
import io.nyala.graph.Graph;
import io.nyala.kernel.KernelProvider;
import io.nyala.kernel.WorkerPool;
import io.nyala.ops.BatchNorm;
import io.nyala.ops.DenseOp;
import io.nyala.ops.LayerNorm;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Primitive;
import io.nyala.ops.Value;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.ops.kinds.UnaryKind;
import io.nyala.plan.Engine;
import io.nyala.plan.Execution;
import io.nyala.plan.reference.ReferenceEngine;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import io.nyala.testing.TensorAssert;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The equalities of every operation, forward and backward: fused = decomposed (the reference engine
 * decomposes), optimised = unoptimised, vector = scalar, one thread = two threads (bit for bit).
 */
@Tag("kernel")
class EngineAgreementTest {
  static Stream<Arguments> cases() {
    List<AgreementCase> cases = new ArrayList<>();
    for (UnaryKind kind : UnaryKind.values()) {
      Primitive op = new Primitive.Unary(kind);
      cases.add(one(kind.name(), in -> Node.apply(op, in.get(0)), positive(7, 300)));
    }
    for (BinaryKind kind : BinaryKind.values()) {
      Primitive op = new Primitive.Binary(kind);
      Function<List<Value>, Value> f = in -> Node.apply(op, in.get(0), in.get(1));
      cases.add(one(kind.name(), f, positive(7, 300), positive(7, 300)));
      cases.add(one(kind + " scalar", f, positive(7, 300), positive()));
      cases.add(one(kind + " row", f, positive(7, 300), positive(300)));
      cases.add(one(kind + " column", f, positive(7, 1), positive(7, 300)));
      cases.add(one(kind + " outer", f, positive(5, 1, 3), positive(4, 1)));
    }
    cases.add(
        one(
            "select",
            in -> Ops.where(Ops.less(in.get(0), in.get(1)), in.get(1), Ops.constant(2)),
            normal(40, 50),
            normal(50)));
    for (int[] axes : new int[][] {{}, {0}, {1}, {2}, {0, 2}, {0, 1}, {1, 2}}) {
      cases.add(
          one(
              "sum" + List.of(axes.length),
              in -> Ops.sum(in.get(0), false, axes),
              normal(6, 35, 17)));
      cases.add(
          one(
              "max" + List.of(axes.length),
              in -> Ops.max(in.get(0), true, axes),
              normal(6, 35, 17)));
      cases.add(
          one(
              "mean" + List.of(axes.length),
              in -> Ops.mean(in.get(0), false, axes),
              normal(6, 35, 17)));
      cases.add(one("variance", in -> Ops.variance(in.get(0), false, axes), normal(6, 35, 17)));
    }
    cases.add(
        new AgreementCase(
            "large sum", in -> List.of(Ops.sum(in.get(0))), 2e-3, List.of(normal(700, 800))));
    cases.add(one("argMax", in -> Ops.argMax(in.get(0), 1), normal(8, 13, 3)));
    cases.add(
        one("matmul", in -> Ops.matmul(in.get(0), in.get(1)), normal(33, 47), normal(47, 29)));
    cases.add(
        one(
            "matmul tA",
            in -> Ops.matmul(in.get(0), in.get(1), true, false),
            normal(47, 33),
            normal(47, 29)));
    cases.add(
        one(
            "matmul tB",
            in -> Ops.matmul(in.get(0), in.get(1), false, true),
            normal(33, 47),
            normal(29, 47)));
    cases.add(
        new AgreementCase(
            "matmul large",
            in -> List.of(Ops.matmul(in.get(0), in.get(1))),
            1e-4,
            List.of(normal(70, 200), normal(200, 300))));
    cases.add(
        one(
            "matmul batched",
            in -> Ops.matmul(in.get(0), in.get(1), true, true),
            normal(2, 1, 14, 3),
            normal(3, 5, 14)));
    cases.add(
        one(
            "matmul one sided batch",
            in -> Ops.matmul(in.get(0), in.get(1)),
            normal(4, 6, 14),
            normal(14, 9)));
    for (FusedActivation a : FusedActivation.values()) {
      cases.add(
          all(
              "dense " + a,
              in -> Node.apply(new DenseOp(a), in),
              normal(32, 9),
              normal(9, 33),
              normal(33)));
      cases.add(
          all(
              "dense without bias " + a,
              in -> Node.apply(new DenseOp(a), in),
              normal(3, 5, 9),
              normal(9, 1)));
    }
    cases.add(
        new AgreementCase(
            "two dense layers",
            EngineAgreementTest::mlp,
            1e-4,
            List.of(normal(64, 100), normal(100, 130), normal(130), normal(130, 20), normal(20))));
    cases.add(one("transpose", in -> Ops.transpose(in.get(0), 2, 0, 1), normal(6, 35, 17)));
    cases.add(one("slice", in -> Ops.slice(in.get(0), 1, 30, 9, -3), normal(6, 35, 17)));
    cases.add(one("pad", in -> Ops.pad(in.get(0), 1, 2, 3, 7), normal(6, 35, 17)));
    cases.add(
        one(
            "concatenate",
            in -> Ops.concatenate(in, 1),
            normal(6, 3, 5),
            normal(6, 1, 5),
            normal(6, 2, 5)));
    cases.add(one("broadcast", in -> Ops.broadcastTo(in.get(0), Shape.of(4, 6, 35)), normal(6, 1)));
    cases.add(one("repeat", in -> Ops.repeat(in.get(0), 0, 3), normal(6, 5)));
    Tensor index = Tensor.ofInts(Shape.of(2, 3), 1, 0, 1, 3, 3, 2);
    cases.add(one("gather", in -> Ops.gather(in.get(0), in.get(1)), normal(4, 7), index));
    cases.add(one("take", in -> Ops.take(in.get(0), in.get(1), 1), normal(2, 4, 7), index));
    cases.add(
        one("oneHot", in -> Ops.multiply(Ops.oneHot(in.get(1), 4), in.get(0)), normal(4), index));
    cases.add(
        one(
            "int arithmetic",
            in ->
                Ops.multiply(
                    in.get(0), Ops.cast(Ops.less(Ops.add(in.get(1), 1), 3), DType.FLOAT32)),
            normal(2, 3),
            index));
    cases.add(
        one(
            "cast to int",
            in -> Ops.cast(Ops.cast(Ops.multiply(in.get(0), 10), DType.INT32), DType.FLOAT32),
            normal(2, 3)));
    cases.add(
        one(
            "int to bool",
            in -> Ops.where(Ops.cast(in.get(1), DType.BOOL), in.get(0), Ops.constant(9)),
            normal(2, 3),
            index));
    cases.add(one("softmax", in -> Ops.softmax(in.get(0), -1), normal(33, 10)));
    cases.add(one("softmax axis 0", in -> Ops.softmax(in.get(0), 0), normal(33, 10)));
    cases.add(one("logSoftmax", in -> Ops.logSoftmax(in.get(0), -1), normal(33, 10)));
    cases.add(
        all(
            "cross-entropy",
            in -> List.of(Ops.softmaxCrossEntropy(in.get(0), in.get(1))),
            normal(33, 10),
            positive(33, 10)));
    cases.add(
        all(
            "batchNorm",
            in -> Node.apply(new BatchNorm(1e-3f), in),
            normal(40, 19),
            normal(19),
            normal(19)));
    cases.add(
        new AgreementCase(
            "batchNorm in parts of the rows",
            in -> Node.apply(new BatchNorm(1e-3f), in),
            2e-4,
            List.of(normal(5, 25, 22, 51), normal(51), normal(51))));
    cases.add(
        one(
            "batchNorm of images",
            in -> Ops.batchNorm(in.get(0), in.get(1), in.get(2), 1e-3f).get(0),
            normal(4, 5, 6, 19),
            normal(19),
            normal(19)));
    cases.add(
        one(
            "layerNorm",
            in -> Node.apply(new LayerNorm(1e-3f), in).get(0),
            normal(4, 40, 19),
            normal(19),
            normal(19)));
    cases.add(one("dropout", in -> Ops.dropout(in.get(0), 0.3f, 5), normal(33, 1000)));
    cases.add(
        one(
            "noise",
            in -> Ops.add(in.get(0), Ops.randomNormal(Shape.of(33, 10), 5)),
            normal(33, 10)));
    cases.add(
        one(
            "a row that repeats in every block",
            in -> Ops.multiply(Ops.add(in.get(0), in.get(1)), in.get(2)),
            normal(9, 11, 64),
            normal(64),
            normal(1, 64)));
    cases.add(one("long chain", EngineAgreementTest::longChain, normal(50, 60), normal(60)));
    cases.add(
        all(
            "a chain around a product",
            EngineAgreementTest::aroundProduct,
            normal(20, 20),
            normal(20, 20)));
    cases.addAll(WindowCases.all());
    cases.addAll(alongAxes());
    cases.addAll(RecurrenceCases.all());
    cases.addAll(AttentionCases.all());
    return cases.stream().map(c -> Arguments.of(c.name(), c));
  }

  private static List<AgreementCase> alongAxes() {
    Tensor at = Tensor.ofInts(Shape.of(1, 5), 1, 0, 1, 3, 3);
    return List.of(
        one("sort", in -> Ops.sort(in.get(0), 1), normal(60, 300, 2)),
        all("topK", in -> Ops.topK(in.get(0), 3), normal(500, 33)),
        one("takeAlong", in -> Ops.takeAlong(in.get(0), in.get(1), 1), normal(900, 33), at),
        one("cumSum", in -> Ops.cumSum(in.get(0), 1), normal(6, 35, 17)),
        one("cumProd", in -> Ops.cumProd(in.get(0), 0), positive(6, 35, 17)),
        one(
            "einsum",
            in -> Ops.einsum("abc,dc,b->da", in),
            normal(9, 8, 7),
            normal(6, 7),
            normal(8)),
        one("segments", in -> Ops.segmentMean(in.get(0), in.get(1), 4), normal(5, 9), at.row(0)));
  }

  private static List<Value> mlp(List<Value> in) {
    Value h = Ops.dense(in.get(0), in.get(1), in.get(2), FusedActivation.RELU);
    return List.of(Ops.dense(h, in.get(3), in.get(4), FusedActivation.SIGMOID));
  }

  private static Value longChain(List<Value> in) {
    Value y = in.get(0);
    for (int i = 0; i < 40; i++) {
      y = Ops.tanh(Ops.add(Ops.multiply(y, 0.9f), i % 2 == 0 ? in.get(1) : Ops.square(y)));
    }
    return y;
  }

  /**
   * A value that is needed both inside a group and by a product that the group needs: no circle.
   */
  private static List<Value> aroundProduct(List<Value> in) {
    Value a = Ops.tanh(in.get(0));
    Value b = Ops.exp(Ops.multiply(a, 0.1f));
    Value product = Ops.matmul(a, in.get(1));
    Value c = Ops.add(b, product);
    return List.of(Ops.multiply(c, a), b);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void agrees(String name, AgreementCase c) {
    List<Value> inputs = new ArrayList<>();
    for (Tensor t : c.at()) {
      Type type = new Type(t.shape(), t.dtype());
      inputs.add(Node.apply(new Leaf.Input("x" + inputs.size(), type)));
    }
    List<Value> outputs = new ArrayList<>(c.function().apply(inputs));
    List<Value> floats = outputs.stream().filter(v -> v.dtype() == DType.FLOAT32).toList();
    if (!floats.isEmpty()) {
      List<Value> cotangents = new ArrayList<>();
      for (Value v : floats) {
        cotangents.add(Ops.constant(normal(v.shape().dims())));
      }
      List<Value> wrt = inputs.stream().filter(v -> v.dtype() == DType.FLOAT32).toList();
      outputs.addAll(Gradients.of(floats, cotangents, wrt));
    }
    Graph graph = Graph.of(inputs, outputs);
    List<Tensor> want = run(new ReferenceEngine(), graph, c.at());
    CpuEngine cpu = CpuEngine.shared();
    List<Tensor> fast = run(cpu, graph, c.at());
    close("optimised", fast, want, c);
    close("unoptimised", run(cpu.unoptimised(), graph, c.at()), want, c);
    close("scalar", run(cpu.with(KernelProvider.scalar()), graph, c.at()), want, c);
    try (WorkerPool one = WorkerPool.of(1);
        WorkerPool three = WorkerPool.of(3)) {
      for (WorkerPool pool : List.of(one, three)) {
        List<Tensor> again = run(cpu.with(pool), graph, c.at());
        for (int i = 0; i < again.size(); i++) {
          TensorAssert.assertSameBits(again.get(i), fast.get(i));
        }
      }
    }
  }

  private static void close(String engine, List<Tensor> got, List<Tensor> want, AgreementCase c) {
    for (int i = 0; i < want.size(); i++) {
      try {
        TensorAssert.assertClose(got.get(i), want.get(i), c.tolerance(), c.tolerance());
      } catch (AssertionError e) {
        throw new AssertionError(
            c.name() + ", " + engine + " engine, output " + i + ": " + e.getMessage(), e);
      }
    }
  }

  private static List<Tensor> run(Engine engine, Graph graph, List<Tensor> at) {
    Execution e = engine.compile(graph).newExecution();
    for (int i = 0; i < at.size(); i++) {
      e.input(i, at.get(i));
    }
    e.step(3);
    e.run();
    List<Tensor> results = new ArrayList<>();
    for (int i = 0; i < graph.outputs().size(); i++) {
      Value v = graph.outputs().get(i);
      Tensor t =
          v.dtype() == DType.INT32
              ? Tensor.ofInts(v.shape(), new int[v.shape().size()])
              : Tensor.zeros(v.shape());
      e.output(i, t);
      results.add(t);
    }
    return results;
  }

  @Test
  void gathers_of_indices_out_of_range_are_refused() {
    Value x = Ops.input("x", Shape.of(3, 2));
    Graph graph =
        Graph.of(List.of(x), List.of(Ops.gather(x, Ops.constant(Tensor.vectorOfInts(0, 3)))));
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> run(CpuEngine.shared(), graph, List.of(Tensor.zeros(Shape.of(3, 2))))))
        .hasMessageContaining("index 3 at position 1 is outside [0, 3)");
  }
}
