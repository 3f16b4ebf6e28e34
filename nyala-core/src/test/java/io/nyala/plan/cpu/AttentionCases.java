// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import static io.nyala.plan.cpu.AgreementCase.normal;

import io.nyala.ops.AttentionOp;
import io.nyala.ops.Node;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Attention over short and long sequences, with every kind of mask. */
final class AttentionCases {
  private AttentionCases() {}

  static List<AgreementCase> all() {
    List<AgreementCase> cases = new ArrayList<>();
    for (boolean causal : new boolean[] {false, true}) {
      for (boolean zeroMasked : new boolean[] {false, true}) {
        AttentionOp plain = new AttentionOp(0.4f, causal, 0, zeroMasked, 0);
        AttentionOp window = new AttentionOp(0.4f, causal, 3, zeroMasked, 0);
        AttentionOp masked = new AttentionOp(0.4f, causal, 0, zeroMasked, 2);
        AttentionOp all = new AttentionOp(0.4f, causal, 4, zeroMasked, 1);
        cases.add(attention(plain, sizes(2, 7, 4, 5, 9, 2, 3)));
        cases.add(attention(plain, sizes(1, 9, 2, 16, 5, 2, 8)));
        cases.add(attention(window, sizes(2, 12, 2, 4, 6, 1, 4)));
        cases.add(attention(masked, sizes(2, 7, 2, 5, 9, 2, 3), mask(2, 1, 9), mask(1, 7, 1)));
        cases.add(attention(all, sizes(2, 7, 2, 5, 9, 2, 3), mask(2, 7, 9)));
      }
      // Several blocks of query steps, the last one shorter.
      AttentionOp longOne = new AttentionOp(0.25f, causal, 0, false, 0);
      cases.add(attention(longOne, sizes(1, 150, 2, 16, 1_030, 1, 16)));
      AttentionOp padded = new AttentionOp(0.25f, causal, 0, false, 1);
      cases.add(attention(padded, sizes(2, 300, 1, 16, 300, 1, 16), mask(2, 1, 300)));
    }
    return cases;
  }

  private static List<Tensor> sizes(
      int batch, int to, int heads, int dim, int from, int groups, int valueDim) {
    return List.of(
        normal(batch, to, heads, dim),
        normal(batch, from, groups, dim),
        normal(batch, from, groups, valueDim));
  }

  /** Allows about half of the steps, and none at all in the first line. */
  private static Tensor mask(int batch, int to, int from) {
    float[] allowed = new float[batch * to * from];
    for (int i = from; i < allowed.length; i++) {
      allowed[i] = i * i % 7 < 3 ? 1 : 0;
    }
    return Tensor.ofBools(Shape.of(batch, to, from), allowed);
  }

  private static AgreementCase attention(AttentionOp op, List<Tensor> sizes, Tensor... masks) {
    List<Tensor> at = new ArrayList<>(sizes);
    at.addAll(List.of(masks));
    return new AgreementCase(
        op + " of " + sizes.get(0).shape() + " to " + sizes.get(1).shape(),
        in -> Node.apply(op, in),
        2e-5,
        at);
  }
}
