// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.ConvolutionShape;
import io.nyala.kernel.Kernels;
import io.nyala.ops.AttentionOp;
import io.nyala.ops.BatchNorm;
import io.nyala.ops.BatchNormGradient;
import io.nyala.ops.BatchNormPooling;
import io.nyala.ops.BatchNormPoolingGradient;
import io.nyala.ops.Convolution;
import io.nyala.ops.ConvolutionInputGradient;
import io.nyala.ops.ConvolutionKernelGradient;
import io.nyala.ops.DenseOp;
import io.nyala.ops.DepthwiseConvolution;
import io.nyala.ops.DepthwiseInputGradient;
import io.nyala.ops.DepthwiseKernelGradient;
import io.nyala.ops.DropoutOp;
import io.nyala.ops.FusedOp;
import io.nyala.ops.LayerNorm;
import io.nyala.ops.LogSoftmax;
import io.nyala.ops.MeanOp;
import io.nyala.ops.Node;
import io.nyala.ops.Pooling;
import io.nyala.ops.PoolingGradient;
import io.nyala.ops.Primitive;
import io.nyala.ops.Recurrence;
import io.nyala.ops.RecurrenceGradient;
import io.nyala.ops.SoftmaxCrossEntropy;
import io.nyala.ops.SoftmaxOp;
import io.nyala.ops.Value;
import io.nyala.ops.Window;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Lowers fused operations to instructions. One exhaustive switch, {@link #rule}, selects the kernel
 * of each operation; an operation without a kernel is decomposed before lowering.
 */
final class FusedLowering {
  /** Lowers the nodes of one operation to instructions. */
  @FunctionalInterface
  private interface Rule {
    void lower(FusedLowering to, Node node);
  }

  /** A kernel that maps each row of one matrix to a row of another. */
  @FunctionalInterface
  private interface RowMap {
    void run(float[] x, int xOff, float[] y, int yOff, int rows, int columns);
  }

  /** The operation has no kernel here. */
  private static final Rule NONE = null;

  private final Kernels kernels;
  private final List<Instruction> program;
  private final Function<Value, Ref> ref;
  private final Function<Value, Ref> result;
  private final Normalizations normalizations;
  private final NormalizedPoolings normalizedPoolings;
  private final ConvolutionLowering convolutions;
  private final Recurrences recurrences;
  private final Poolings pooling;
  private final Set<Node> inSteps;

  /**
   * Creates the rules.
   *
   * @param inSteps the nodes that recurrences compute step by step ({@link RecurrentInput})
   */
  FusedLowering(
      Kernels kernels,
      List<Instruction> program,
      Function<Value, Ref> ref,
      Function<Value, Ref> result,
      Set<Node> inSteps) {
    this.inSteps = inSteps;
    this.kernels = kernels;
    this.program = program;
    this.ref = ref;
    this.result = result;
    this.normalizations = new Normalizations(kernels, program);
    this.normalizedPoolings = new NormalizedPoolings(kernels, program, normalizations);
    this.convolutions = new ConvolutionLowering(new Convolutions(kernels, program), ref, result);
    this.recurrences = new Recurrences(kernels, program);
    this.pooling = new Poolings(kernels.pooling(), program);
  }

  /** Returns whether an operation need not be decomposed. */
  static boolean hasKernel(FusedOp op) {
    return rule(op) != NONE;
  }

  void lower(FusedOp op, Node node) {
    Rule rule = rule(op);
    if (rule == NONE) {
      throw new IllegalStateException("an operation without a kernel: " + node);
    }
    rule.lower(this, node);
  }

  private static Rule rule(FusedOp op) {
    return switch (op) {
      case MeanOp m -> NONE;
      case Convolution c ->
          fits(c.window()) ? (to, node) -> to.convolutions.convolution(c, node) : NONE;
      case ConvolutionInputGradient c ->
          fits(c.window()) ? (to, node) -> to.convolutions.inputGradient(c, node) : NONE;
      case ConvolutionKernelGradient c ->
          fits(c.window()) ? (to, node) -> to.convolutions.kernelGradient(c, node) : NONE;
      case DepthwiseConvolution c ->
          fits(c.window()) ? (to, node) -> to.convolutions.depthwise(c, node) : NONE;
      case DepthwiseInputGradient c ->
          fits(c.window()) ? (to, node) -> to.convolutions.depthwiseInputGradient(c, node) : NONE;
      case DepthwiseKernelGradient c ->
          fits(c.window()) ? (to, node) -> to.convolutions.depthwiseKernelGradient(c, node) : NONE;
      case Pooling p -> fits(p.window()) ? (to, node) -> to.pool(p, node) : NONE;
      case PoolingGradient p -> fits(p.window()) ? (to, node) -> to.poolGradient(p, node) : NONE;
      case Recurrence r -> (to, node) -> to.recurrence(r, node);
      case RecurrenceGradient r -> (to, node) -> to.recurrenceGradient(r, node);
      case DenseOp d -> (to, node) -> to.dense(d, node);
      case SoftmaxOp s -> (to, node) -> to.mapRows(node, to.kernels.rows()::softmaxRows);
      case LogSoftmax s -> (to, node) -> to.mapRows(node, to.kernels.rows()::logSoftmaxRows);
      case SoftmaxCrossEntropy s -> FusedLowering::crossEntropy;
      case BatchNorm b -> (to, node) -> to.batchNorm(b, node);
      case BatchNormGradient b -> (to, node) -> to.normalizationGradient(node, null);
      case BatchNormPooling b -> (to, node) -> to.batchNormPooling(b, node);
      case BatchNormPoolingGradient b -> (to, node) -> to.normalizationGradient(node, null);
      case LayerNorm l -> (to, node) -> to.layerNorm(l, node);
      case LayerNorm.Gradient l -> FusedLowering::layerNormGradient;
      case AttentionOp a -> (to, node) -> to.attention(a, node);
      case AttentionOp.Gradient a -> (to, node) -> to.attentionGradient(a, node);
      case DropoutOp d ->
          (to, node) ->
              to.program.add(
                  Fills.dropout(to.kernels.random(), d, to.in(node, 0), to.out(node, 0)));
    };
  }

  private static boolean fits(Window window) {
    return window.rank() <= ConvolutionShape.AXES;
  }

  private Ref in(Node node, int i) {
    return ref.apply(node.input(i));
  }

  private Ref out(Node node, int i) {
    return result.apply(node.output(i));
  }

  private void pool(Pooling p, Node node) {
    Shape x = node.input(0).shape();
    pooling.pool(
        ConvolutionLowering.shape(p.window(), x, 1, x.last()), p.max(), in(node, 0), out(node, 0));
  }

  private void poolGradient(PoolingGradient p, Node node) {
    ConvolutionShape s = ConvolutionLowering.shape(p.window(), p.input(), 1, p.input().last());
    if (p.max()) {
      pooling.largestGradient(s, in(node, 0), in(node, 1), in(node, 2), out(node, 0));
    } else {
      pooling.averageGradient(s, in(node, 0), out(node, 0));
    }
  }

  private void recurrence(Recurrence r, Node node) {
    int u = node.input(1).shape().dim(0);
    Shape x = node.input(0).shape();
    Node dense = node.input(0).node();
    List<Ref> in = new ArrayList<>();
    for (Value v : node.inputs()) {
      in.add(inSteps.contains(v.node()) ? null : ref.apply(v));
    }
    recurrences.forward(
        r,
        x.dim(0),
        x.dim(1),
        u,
        inSteps.contains(dense) ? refs(dense.inputs(), ref) : List.of(),
        in,
        refs(node.outputs(), result));
  }

  private void recurrenceGradient(RecurrenceGradient r, Node node) {
    int u = node.input(0).shape().dim(0);
    Shape dx = node.output(0).shape();
    recurrences.backward(
        r, dx.dim(0), dx.dim(1), u, refs(node.inputs(), ref), refs(node.outputs(), result));
  }

  private static List<Ref> refs(List<Value> values, Function<Value, Ref> of) {
    return values.stream().map(of).toList();
  }

  private void dense(DenseOp op, Node node) {
    Shape kernel = node.input(1).shape();
    int k = kernel.dim(0);
    int n = kernel.dim(1);
    Ref x = in(node, 0);
    Ref bias = node.inputs().size() > 2 ? in(node, 2) : null;
    program.add(
        new GemmInstruction(
            kernels.gemm(),
            kernels.elementwise(),
            false,
            false,
            k == 0 ? node.output(0).shape().size() / Math.max(1, n) : x.size / k,
            n,
            k,
            x,
            in(node, 1),
            bias,
            op.activation(),
            out(node, 0)));
  }

  private void mapRows(Node node, RowMap map) {
    int columns = node.input(0).shape().last();
    Ref x = in(node, 0);
    Ref y = out(node, 0);
    rows(
        x.size,
        columns,
        List.of(x),
        List.of(y),
        (m, a, b) ->
            map.run(
                x.in(m), x.at(m) + a * columns, y.in(m), y.at(m) + a * columns, b - a, columns));
  }

  private void crossEntropy(Node node) {
    int columns = node.input(0).shape().last();
    Ref logits = in(node, 0);
    Ref target = in(node, 1);
    Ref loss = out(node, 0);
    Ref p = out(node, 1);
    rows(
        logits.size,
        columns,
        List.of(logits, target),
        List.of(loss, p),
        (m, a, b) ->
            kernels
                .rows()
                .crossEntropyRows(
                    logits.in(m),
                    logits.at(m) + a * columns,
                    target.in(m),
                    target.at(m) + a * columns,
                    loss.in(m),
                    loss.at(m) + a,
                    p.in(m),
                    p.at(m) + a * columns,
                    b - a,
                    columns));
  }

  /** Adds a pass over rows in which each element costs as much as an exponential. */
  private void rows(
      int size, int columns, List<Ref> reads, List<Ref> writes, RowInstruction.Body body) {
    int n = columns == 0 ? 0 : size / columns;
    long grain = 32_768L / Math.max(1, 8 * columns);
    program.add(new RowInstruction(n, grain, reads, writes, body));
  }

  private void batchNorm(BatchNorm b, Node node) {
    normalizations.batchNorm(
        b.epsilon(),
        in(node, 0),
        in(node, 1),
        in(node, 2),
        out(node, 0),
        out(node, 1),
        out(node, 2));
  }

  private void batchNormPooling(BatchNormPooling b, Node node) {
    Shape x = node.input(0).shape();
    normalizedPoolings.pool(
        b.epsilon(),
        ConvolutionLowering.shape(b.window(), x, 1, x.last()),
        in(node, 0),
        in(node, 1),
        in(node, 2),
        out(node, 0),
        out(node, 1),
        out(node, 2));
  }

  /**
   * Returns whether a gradient can be multiplied by the slope of the activation that produced x.
   *
   * @param slope the slope of that activation
   */
  static boolean takesSlope(FusedOp gradient, BinaryKind slope) {
    return gradient instanceof BatchNormGradient
        || gradient instanceof BatchNormPoolingGradient && slope == BinaryKind.RELU_GRADIENT;
  }

  /**
   * Lowers a gradient of batch normalization, with or without pooling.
   *
   * @param slope the node that multiplies the gradient of x by a slope, or null
   */
  void normalizationGradient(Node node, Node slope) {
    BinaryKind kind = slope == null ? null : ((Primitive.Binary) slope.op()).kind();
    Ref dx = slope == null ? out(node, 0) : out(slope, 0);
    if (node.op() instanceof BatchNormPoolingGradient b) {
      Shape x = node.input(0).shape();
      normalizedPoolings.gradient(
          b.epsilon(),
          ConvolutionLowering.shape(b.window(), x, 1, x.last()),
          kind != null,
          in(node, 0),
          in(node, 1),
          in(node, 2),
          in(node, 3),
          in(node, 4),
          in(node, 5),
          dx,
          out(node, 1),
          out(node, 2));
    } else {
      normalizations.batchNormGradient(
          ((BatchNormGradient) node.op()).epsilon(),
          kind,
          in(node, 0),
          in(node, 1),
          in(node, 2),
          in(node, 3),
          in(node, 4),
          dx,
          out(node, 1),
          out(node, 2));
    }
  }

  private void layerNorm(LayerNorm l, Node node) {
    normalizations.layerNorm(
        l.epsilon(),
        in(node, 0),
        in(node, 1),
        in(node, 2),
        out(node, 0),
        out(node, 1),
        out(node, 2));
  }

  private void layerNormGradient(Node node) {
    normalizations.layerNormGradient(
        in(node, 0), in(node, 1), in(node, 2), in(node, 3), in(node, 4), out(node, 0));
  }

  private void attention(AttentionOp a, Node node) {
    program.add(new AttentionForward(blocks(a, node), refs(node.inputs(), ref), out(node, 0)));
  }

  private void attentionGradient(AttentionOp.Gradient a, Node node) {
    program.add(
        new AttentionBackward(
            kernels, blocks(a.of(), node), refs(node.inputs(), ref), refs(node.outputs(), result)));
  }

  private AttentionBlocks blocks(AttentionOp op, Node node) {
    List<Value> masks = op.masks(node.inputs());
    return new AttentionBlocks(
        kernels,
        op,
        node.input(0).shape(),
        node.input(1).shape(),
        node.input(2).shape(),
        refs(masks, ref),
        masks.stream().map(Value::shape).toList());
  }
}
