// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import static io.nyala.plan.cpu.AgreementCase.normal;
import static io.nyala.plan.cpu.AgreementCase.one;
import static io.nyala.plan.cpu.AgreementCase.positive;

import io.nyala.ops.Convolution;
import io.nyala.ops.DepthwiseConvolution;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Pooling;
import io.nyala.ops.Value;
import io.nyala.ops.Window;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Convolutions and poolings, alone and after batch normalisation. */
final class WindowCases {
  private WindowCases() {}

  static List<AgreementCase> all() {
    List<AgreementCase> cases = new ArrayList<>();
    Window same =
        new Window(List.of(3, 3), List.of(1, 1), List.of(1, 1), List.of(1, 1), List.of(1, 1));
    Window strided =
        new Window(List.of(3, 2), List.of(2, 3), List.of(1, 1), List.of(1, 0), List.of(0, 1));
    Window dilated =
        new Window(List.of(3, 2), List.of(1, 1), List.of(2, 3), List.of(0, 1), List.of(0, 2));
    Window point =
        new Window(List.of(1, 1), List.of(1, 1), List.of(1, 1), List.of(0, 0), List.of(0, 0));
    for (FusedActivation a : FusedActivation.values()) {
      cases.add(
          convolution(
              "same " + a, same, 1, a, normal(3, 10, 9, 7), normal(3, 3, 7, 35), normal(35)));
    }
    FusedActivation linear = FusedActivation.LINEAR;
    cases.add(convolution("images", same, 1, linear, normal(20, 5, 6, 16), normal(3, 3, 16, 32)));
    cases.add(convolution("filters", same, 1, linear, normal(2, 8, 8, 5), normal(3, 3, 5, 130)));
    cases.add(
        convolution("strided", strided, 1, linear, normal(3, 13, 12, 17), normal(3, 2, 17, 33)));
    cases.add(
        convolution("dilated", dilated, 1, linear, normal(3, 13, 12, 4), normal(3, 2, 4, 16)));
    cases.add(convolution("groups", same, 3, linear, normal(2, 8, 8, 6), normal(3, 3, 2, 60)));
    cases.add(
        convolution("point", point, 1, linear, normal(3, 8, 8, 6), normal(1, 1, 6, 5), normal(5)));
    Window line = new Window(List.of(4), List.of(1), List.of(2), List.of(6), List.of(0));
    cases.add(
        convolution(
            "causal line", line, 1, linear, normal(3, 20, 2), normal(4, 2, 16), normal(16)));
    Window cube =
        new Window(
            List.of(2, 3, 2),
            List.of(1, 2, 1),
            List.of(1, 1, 1),
            List.of(0, 1, 1),
            List.of(0, 1, 0));
    cases.add(convolution("cube", cube, 1, linear, normal(2, 5, 6, 5, 3), normal(2, 3, 2, 3, 20)));
    for (int multiplier : new int[] {1, 2}) {
      for (Window w : List.of(same, strided)) {
        cases.add(
            one(
                "depthwise " + multiplier,
                in -> Node.apply(new DepthwiseConvolution(w), in.get(0), in.get(1)),
                normal(3, 10, 9, 18),
                normal(3, w.size().get(1), 18, multiplier)));
      }
    }
    for (boolean max : new boolean[] {true, false}) {
      for (Window w : List.of(same, strided, dilated)) {
        cases.add(
            one(
                (max ? "max" : "average") + " pooling",
                in -> Node.apply(new Pooling(w, max), in.get(0)),
                normal(3, 10, 12, 19)));
      }
      Function<Window, Function<List<Value>, Value>> pool =
          w -> in -> Node.apply(new Pooling(w, max), in.get(0));
      cases.add(one("pooling of lines", pool.apply(line), normal(3, 30, 16)));
      cases.add(one("pooling of cubes", pool.apply(cube), normal(2, 5, 6, 5, 33)));
    }
    Window pairs = disjoint(2, 2);
    Window oblongs = disjoint(3, 2);
    cases.add(normalizedPooling("", pairs, FusedActivation.LINEAR, 3, 8, 8, 16));
    cases.add(normalizedPooling(" and a rest", pairs, FusedActivation.LINEAR, 2, 13, 13, 5));
    cases.add(normalizedPooling(" of 3 x 2", oblongs, FusedActivation.LINEAR, 2, 11, 7, 19));
    cases.add(normalizedPooling(" in several bands", pairs, FusedActivation.RELU, 2, 31, 30, 64));
    cases.add(normalizedPooling(" in bands of lines", pairs, FusedActivation.RELU, 17, 21, 20, 33));
    cases.add(normalizedPooling(" of sigmoids", pairs, FusedActivation.SIGMOID, 2, 7, 6, 32));
    cases.add(normalizedPooling(" of tanh", oblongs, FusedActivation.TANH, 2, 7, 6, 3));
    cases.add(
        new AgreementCase(
            "poolings after batchNorm, one after the other",
            in -> {
              Value y = Node.apply(new Pooling(pairs, true), normalized(FusedActivation.RELU, in));
              List<Value> again = List.of(y, in.get(1), in.get(2));
              return List.of(
                  Node.apply(new Pooling(pairs, true), normalized(FusedActivation.LINEAR, again)));
            },
            2e-4,
            // The second normalization divides by the gammas of the first, so none is near zero.
            List.of(normal(2, 14, 12, 8), positive(8), normal(8))));
    for (FusedActivation a :
        List.of(FusedActivation.RELU, FusedActivation.RELU6, FusedActivation.TANH)) {
      cases.add(
          new AgreementCase(
              "batchNorm of " + a,
              in -> List.of(normalized(a, in)),
              2e-4,
              List.of(normal(300, 33), normal(33), normal(33))));
    }
    cases.add(
        one(
            "batchNorm whose gradient is its operand",
            in -> {
              Value x = Ops.relu(in.get(0));
              return Ops.multiply(Ops.stopGradient(x), normalized(FusedActivation.LINEAR, in));
            },
            normal(40, 19),
            normal(19),
            normal(19)));
    return cases;
  }

  private static Window disjoint(int height, int width) {
    List<Integer> size = List.of(height, width);
    return new Window(size, size, List.of(1, 1), List.of(0, 0), List.of(0, 0));
  }

  private static Value normalized(FusedActivation a, List<Value> in) {
    Value x =
        switch (a) {
          case LINEAR -> in.get(0);
          case RELU -> Ops.relu(in.get(0));
          case RELU6 -> Ops.minimum(Ops.relu(in.get(0)), 6);
          case SIGMOID -> Ops.sigmoid(in.get(0));
          case TANH -> Ops.tanh(in.get(0));
        };
    return Ops.batchNorm(x, in.get(1), in.get(2), 1e-3f).get(0);
  }

  private static AgreementCase normalizedPooling(
      String name, Window w, FusedActivation a, int... x) {
    int c = x[3];
    return new AgreementCase(
        "pooling after batchNorm" + name,
        in -> List.of(Node.apply(new Pooling(w, true), normalized(a, in))),
        2e-4,
        List.of(normal(x), normal(c), normal(c)));
  }

  private static AgreementCase convolution(
      String name, Window window, int groups, FusedActivation activation, Tensor... at) {
    Convolution op = new Convolution(window, groups, activation);
    return new AgreementCase("convolution " + name, in -> Node.apply(op, in), 1e-4, List.of(at));
  }
}
