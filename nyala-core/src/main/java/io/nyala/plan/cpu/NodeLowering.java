// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.ConvolutionShape;
import io.nyala.kernel.Kernels;
import io.nyala.ops.Activation;
import io.nyala.ops.BatchNorm;
import io.nyala.ops.BatchNormGradient;
import io.nyala.ops.Composite;
import io.nyala.ops.Convolution;
import io.nyala.ops.ConvolutionInputGradient;
import io.nyala.ops.ConvolutionKernelGradient;
import io.nyala.ops.Dense;
import io.nyala.ops.DepthwiseConvolution;
import io.nyala.ops.DepthwiseInputGradient;
import io.nyala.ops.DepthwiseKernelGradient;
import io.nyala.ops.Dropout;
import io.nyala.ops.FusedOp;
import io.nyala.ops.LayerNorm;
import io.nyala.ops.LayerNormGradient;
import io.nyala.ops.Leaf;
import io.nyala.ops.LogSoftmax;
import io.nyala.ops.Mean;
import io.nyala.ops.Node;
import io.nyala.ops.Pooling;
import io.nyala.ops.PoolingGradient;
import io.nyala.ops.Primitive;
import io.nyala.ops.Recurrence;
import io.nyala.ops.RecurrenceGradient;
import io.nyala.ops.Softmax;
import io.nyala.ops.SoftmaxCrossEntropy;
import io.nyala.ops.Value;
import io.nyala.ops.Window;
import io.nyala.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One node into instructions: everything but chains, leaves and what only renames memory. */
final class NodeLowering {
  private final Kernels kernels;
  private final List<Instruction> program;
  private final Function<Value, Ref> ref;
  private final Function<Value, Ref> result;
  private final Normalizations normalizations;
  private final Convolutions convolutions;
  private final Recurrences recurrences;
  private final Poolings pooling;

  NodeLowering(
      Kernels kernels,
      List<Instruction> program,
      Function<Value, Ref> ref,
      Function<Value, Ref> result) {
    this.kernels = kernels;
    this.program = program;
    this.ref = ref;
    this.result = result;
    this.normalizations = new Normalizations(kernels, program);
    this.convolutions = new Convolutions(kernels, program);
    this.recurrences = new Recurrences(kernels, program);
    this.pooling = new Poolings(kernels.pooling(), program);
  }

  void lower(Node node) {
    switch (node.op()) {
      case Leaf leaf -> throw unexpected(node);
      case Composite c -> throw unexpected(node);
      case Primitive p -> primitive(p, node);
      case FusedOp f -> fused(f, node);
    }
  }

  private static IllegalStateException unexpected(Node node) {
    return new IllegalStateException("not an operation to be lowered: " + node);
  }

  private static List<Ref> refs(List<Value> values, Function<Value, Ref> of) {
    return values.stream().map(of).toList();
  }

  private Ref in(Node node, int i) {
    return ref.apply(node.input(i));
  }

  private Ref out(Node node, int i) {
    return result.apply(node.output(i));
  }

  private void primitive(Primitive op, Node node) {
    switch (op) {
      case Primitive.Unary u -> throw unexpected(node);
      case Primitive.Binary b -> throw unexpected(node);
      case Primitive.Select s -> throw unexpected(node);
      case Primitive.Cast c -> throw unexpected(node);
      case Primitive.Broadcast b -> throw unexpected(node);
      case Primitive.Reshape r -> throw unexpected(node);
      case Primitive.StopGradient s -> throw unexpected(node);
      case Primitive.Reduce r -> reduce(r, node);
      case Primitive.MatMul m -> program.add(product(m, node, null));
      case Primitive.Transpose t -> {
        int[] from = node.input(0).shape().strides();
        int[] strides = t.order().stream().mapToInt(i -> from[i]).toArray();
        Shape s = node.output(0).shape();
        move(in(node, 0), 0, strides, out(node, 0), 0, s.strides(), s.dims());
      }
      case Primitive.Slice s -> {
        int[] strides = node.input(0).shape().strides();
        int skip = 0;
        for (int i = 0; i < strides.length; i++) {
          skip += s.begin().get(i) * strides[i];
          strides[i] *= s.step().get(i);
        }
        Shape y = node.output(0).shape();
        move(in(node, 0), skip, strides, out(node, 0), 0, y.strides(), y.dims());
      }
      case Primitive.Pad p -> {
        Ref y = out(node, 0);
        program.add(Fills.fill(y, p.value()));
        Shape x = node.input(0).shape();
        int[] strides = node.output(0).shape().strides();
        int skip = 0;
        for (int i = 0; i < strides.length; i++) {
          skip += p.before().get(i) * strides[i];
        }
        move(in(node, 0), 0, x.strides(), y, skip, strides, x.dims());
      }
      case Primitive.Concat c -> {
        Ref y = out(node, 0);
        int[] strides = node.output(0).shape().strides();
        int at = 0;
        for (int i = 0; i < node.inputs().size(); i++) {
          Shape x = node.input(i).shape();
          move(in(node, i), 0, x.strides(), y, at * strides[c.axis()], strides, x.dims());
          at += x.dim(c.axis());
        }
      }
      case Primitive.ArgMax a ->
          program.add(Indexing.argMax(kernels.reduce(), node, in(node, 0), out(node, 0)));
      case Primitive.Gather g ->
          program.add(
              Indexing.gather(kernels.move(), node, in(node, 0), in(node, 1), out(node, 0)));
      case Primitive.ScatterAdd s ->
          program.add(
              Indexing.scatterAdd(
                  kernels.move(), s.rows(), in(node, 0), in(node, 1), out(node, 0)));
      case Primitive.OneHot o -> program.add(Indexing.oneHot(o.depth(), in(node, 0), out(node, 0)));
      case Primitive.Random r -> program.add(Fills.random(kernels.random(), r, out(node, 0)));
    }
  }

  private void fused(FusedOp op, Node node) {
    switch (op) {
      case Mean m -> throw unexpected(node);
      case Convolution c ->
          convolutions.convolution(
              shape(c.window(), node.input(0).shape(), c.groups(), node.input(1).shape().last()),
              c.activation(),
              in(node, 0),
              in(node, 1),
              node.inputs().size() > 2 ? in(node, 2) : null,
              out(node, 0));
      case ConvolutionInputGradient c ->
          convolutions.inputGradient(
              shape(c.window(), c.input(), c.groups(), node.input(0).shape().last()),
              in(node, 0),
              in(node, 1),
              out(node, 0));
      case ConvolutionKernelGradient c ->
          convolutions.kernelGradient(
              shape(c.window(), node.input(0).shape(), c.groups(), node.input(1).shape().last()),
              in(node, 0),
              in(node, 1),
              out(node, 0),
              out(node, 1));
      case DepthwiseConvolution c ->
          convolutions.convolution(
              depthwise(c.window(), node.input(0).shape(), node.output(0).shape()),
              Activation.LINEAR,
              in(node, 0),
              in(node, 1),
              null,
              out(node, 0));
      case DepthwiseInputGradient c ->
          convolutions.inputGradient(
              depthwise(c.window(), c.input(), node.input(1).shape()),
              in(node, 0),
              in(node, 1),
              out(node, 0));
      case DepthwiseKernelGradient c ->
          convolutions.kernelGradient(
              depthwise(c.window(), node.input(0).shape(), node.input(1).shape()),
              in(node, 0),
              in(node, 1),
              out(node, 0),
              null);
      case Pooling p ->
          pooling.pool(
              shape(p.window(), node.input(0).shape(), 1, node.input(0).shape().last()),
              p.max(),
              in(node, 0),
              out(node, 0));
      case PoolingGradient p -> {
        ConvolutionShape s = shape(p.window(), p.input(), 1, p.input().last());
        if (p.max()) {
          pooling.largestGradient(s, in(node, 0), in(node, 1), in(node, 2), out(node, 0));
        } else {
          pooling.averageGradient(s, in(node, 0), out(node, 0));
        }
      }
      case Dense d -> dense(d, node);
      case Softmax s -> {
        int columns = node.input(0).shape().last();
        Ref x = in(node, 0);
        Ref y = out(node, 0);
        rows(
            x.size,
            columns,
            8,
            List.of(x),
            List.of(y),
            (m, a, b) ->
                kernels
                    .rows()
                    .softmaxRows(
                        x.in(m),
                        x.at(m) + a * columns,
                        y.in(m),
                        y.at(m) + a * columns,
                        b - a,
                        columns));
      }
      case LogSoftmax s -> {
        int columns = node.input(0).shape().last();
        Ref x = in(node, 0);
        Ref y = out(node, 0);
        rows(
            x.size,
            columns,
            8,
            List.of(x),
            List.of(y),
            (m, a, b) ->
                kernels
                    .rows()
                    .logSoftmaxRows(
                        x.in(m),
                        x.at(m) + a * columns,
                        y.in(m),
                        y.at(m) + a * columns,
                        b - a,
                        columns));
      }
      case SoftmaxCrossEntropy s -> {
        int columns = node.input(0).shape().last();
        Ref logits = in(node, 0);
        Ref target = in(node, 1);
        Ref loss = out(node, 0);
        Ref p = out(node, 1);
        rows(
            logits.size,
            columns,
            8,
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
      case BatchNorm b ->
          normalizations.batchNorm(
              b.epsilon(),
              in(node, 0),
              in(node, 1),
              in(node, 2),
              out(node, 0),
              out(node, 1),
              out(node, 2));
      case BatchNormGradient b ->
          normalizations.batchNormGradient(
              b.epsilon(),
              in(node, 0),
              in(node, 1),
              in(node, 2),
              in(node, 3),
              in(node, 4),
              out(node, 0),
              out(node, 1),
              out(node, 2));
      case LayerNorm l ->
          normalizations.layerNorm(
              l.epsilon(),
              in(node, 0),
              in(node, 1),
              in(node, 2),
              out(node, 0),
              out(node, 1),
              out(node, 2));
      case LayerNormGradient l ->
          normalizations.layerNormGradient(
              in(node, 0), in(node, 1), in(node, 2), in(node, 3), in(node, 4), out(node, 0));
      case Recurrence r -> {
        int u = node.input(1).shape().dim(0);
        Shape x = node.input(0).shape();
        recurrences.forward(
            r, x.dim(0), x.dim(1), u, refs(node.inputs(), ref), refs(node.outputs(), result));
      }
      case RecurrenceGradient r -> {
        int u = node.input(0).shape().dim(0);
        Shape dx = node.output(0).shape();
        recurrences.backward(
            r, dx.dim(0), dx.dim(1), u, refs(node.inputs(), ref), refs(node.outputs(), result));
      }
      case Dropout d -> program.add(Fills.dropout(kernels.random(), d, in(node, 0), out(node, 0)));
    }
  }

  /** A depthwise convolution is one whose groups are the channels. */
  private static ConvolutionShape depthwise(Window window, Shape x, Shape y) {
    return ConvolutionShape.of(window, x, x.last(), y.last());
  }

  private static ConvolutionShape shape(Window window, Shape x, int groups, int filters) {
    return ConvolutionShape.of(window, x, groups, filters);
  }

  private void rows(
      int size,
      int columns,
      int cost,
      List<Ref> reads,
      List<Ref> writes,
      RowInstruction.Body body) {
    int n = columns == 0 ? 0 : size / columns;
    program.add(new RowInstruction(n, 32_768L / Math.max(1, columns * cost), reads, writes, body));
  }

  private void move(
      Ref x, int xSkip, int[] xStrides, Ref y, int ySkip, int[] yStrides, int[] extents) {
    program.add(
        new MoveInstruction(kernels.move(), x, xSkip, xStrides, y, ySkip, yStrides, extents));
  }

  private void dense(Dense op, Node node) {
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

  /** Tells whether a matrix product is one call of the kernel. */
  static boolean isSingleProduct(Node node) {
    Primitive.MatMul m = (Primitive.MatMul) node.op();
    return node.input(1).shape().rank() == 2
        && (node.input(0).shape().rank() == 2 || !m.transposeA());
  }

  /** Lowers a product together with the slope of an activation that it is multiplied with. */
  void productWithSlope(Node product, Node slope) {
    GemmInstruction gemm =
        (GemmInstruction) product((Primitive.MatMul) product.op(), product, out(slope, 0));
    program.add(gemm.withSlope(((Primitive.Binary) slope.op()).kind(), ref.apply(slope.input(1))));
  }

  private Instruction product(Primitive.MatMul op, Node node, Ref to) {
    Shape a = node.input(0).shape();
    Shape b = node.input(1).shape();
    Shape y = node.output(0).shape();
    int n = y.dim(-1);
    int k = a.dim(op.transposeA() ? -2 : -1);
    Ref out = to != null ? to : out(node, 0);
    if (isSingleProduct(node)) {
      int m = n == 0 ? 0 : y.size() / n;
      return new GemmInstruction(
          kernels.gemm(),
          kernels.elementwise(),
          op.transposeA(),
          op.transposeB(),
          m,
          n,
          k,
          in(node, 0),
          in(node, 1),
          null,
          Activation.LINEAR,
          out);
    }
    Shape batch = y.slice(0, y.rank() - 2);
    return new BatchedGemmInstruction(
        kernels.gemm(),
        op.transposeA(),
        op.transposeB(),
        y.dim(-2),
        n,
        k,
        which(a.slice(0, a.rank() - 2), batch),
        which(b.slice(0, b.rank() - 2), batch),
        in(node, 0),
        in(node, 1),
        out);
  }

  /** Returns which matrix of an operand serves in each product. */
  private static int[] which(Shape operand, Shape batch) {
    int[] index = new int[batch.size()];
    int[] strides = operand.strides();
    int extra = batch.rank() - operand.rank();
    for (int i = 0; i < index.length; i++) {
      int rest = i;
      for (int axis = batch.rank() - 1; axis >= 0; axis--) {
        int at = rest % batch.dim(axis);
        rest /= batch.dim(axis);
        if (axis >= extra && operand.dim(axis - extra) != 1) {
          index[i] += at * strides[axis - extra];
        }
      }
    }
    return index;
  }

  /** Reduces runs of neighbouring axes one after the other, the last run first. */
  private void reduce(Primitive.Reduce op, Node node) {
    Ref from = in(node, 0);
    Shape shape = node.input(0).shape();
    List<Integer> axes = new ArrayList<>(op.axes());
    while (!axes.isEmpty()) {
      int end = axes.removeLast();
      int begin = end;
      while (!axes.isEmpty() && axes.getLast() == begin - 1) {
        begin = axes.removeLast();
      }
      int outer = shape.slice(0, begin).size();
      int extent = shape.slice(begin, end + 1).size();
      int inner = shape.slice(end + 1, shape.rank()).size();
      for (int i = begin; i <= end; i++) {
        shape = shape.with(i, 1);
      }
      Ref to = axes.isEmpty() ? out(node, 0) : new Ref(new Buffer(Buffer.ARENA, shape.size()));
      ReduceInstruction.emit(program, kernels.reduce(), op.kind(), outer, extent, inner, from, to);
      from = to;
    }
  }
}
