// SPDX-License-Identifier: Apache-2.0
package io.nyala.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.grad.Gradients;
import io.nyala.ops.BatchNorm;
import io.nyala.ops.BatchNormGradient;
import io.nyala.ops.BatchNormPooling;
import io.nyala.ops.BatchNormPoolingGradient;
import io.nyala.ops.FusedOp;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Pooling;
import io.nyala.ops.PoolingGradient;
import io.nyala.ops.Value;
import io.nyala.ops.Window;
import io.nyala.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which pooling is fused with the normalisation before it; the values are checked elsewhere. */
class FuseNormalizedPoolingTest {
  private static final Value X = Ops.input("x", Shape.of(2, 9, 8, 3));
  private static final Value GAMMA = Ops.input("gamma", Shape.of(3));
  private static final Value BETA = Ops.input("beta", Shape.of(3));

  private static Window window(int size, int stride, int after) {
    return new Window(
        List.of(size, size),
        List.of(stride, stride),
        List.of(1, 1),
        List.of(0, 0),
        List.of(after, after));
  }

  private static Value pool(Window window, boolean max, Value x) {
    return Node.apply(new Pooling(window, max), x);
  }

  private static List<Value> normal(Value x) {
    return Ops.batchNorm(x, GAMMA, BETA, 1e-3f);
  }

  /** Returns the fused operations, after the pass, of values and of their gradients. */
  private static List<Class<?>> fused(Value... values) {
    List<Value> all = new ArrayList<>(List.of(values));
    Value sum = Ops.constant(0);
    for (Value v : values) {
      sum = Ops.add(sum, Ops.sum(Ops.square(v)));
    }
    List<Value> inputs = List.of(X, GAMMA, BETA);
    all.addAll(Gradients.of(sum, inputs));
    Graph graph = FuseNormalizedPooling.apply(Graph.of(inputs, all), c -> c == 3);
    return Topology.order(graph.outputs()).stream()
        .map(node -> node.op().getClass())
        .filter(FusedOp.class::isAssignableFrom)
        .<Class<?>>map(op -> op)
        .toList();
  }

  @Test
  void pooling_and_normalisation_become_one_operation_and_so_do_their_gradients() {
    assertThat(fused(pool(window(2, 2, 0), true, normal(X).get(0))))
        .containsExactly(BatchNormPooling.class, BatchNormPoolingGradient.class);
  }

  @Test
  void one_after_the_other_and_what_uses_the_moments() {
    List<Value> first = normal(X);
    Value pooled = pool(window(2, 2, 0), true, first.get(0));
    Value second = pool(window(2, 2, 0), true, normal(Ops.relu(pooled)).get(0));
    assertThat(fused(second, Ops.stopGradient(first.get(1)), Ops.stopGradient(first.get(2))))
        .containsExactlyInAnyOrder(
            BatchNormPooling.class,
            BatchNormPooling.class,
            BatchNormPoolingGradient.class,
            BatchNormPoolingGradient.class);
  }

  @Test
  void what_is_used_elsewhere_stays() {
    Value normal = normal(X).get(0);
    Class<?>[] apart = {
      BatchNorm.class, Pooling.class, PoolingGradient.class, BatchNormGradient.class
    };
    Value pooled = pool(window(2, 2, 0), true, normal);
    assertThat(fused(pooled, normal)).containsExactlyInAnyOrder(apart);
    assertThat(fused(pooled, Ops.exp(normal))).containsExactlyInAnyOrder(apart);
    assertThat(fused(pooled, pool(window(2, 2, 0), false, normal)))
        .contains(BatchNorm.class, BatchNormGradient.class)
        .doesNotContain(BatchNormPooling.class);
  }

  @Test
  void windows_that_overlap_or_stick_out_and_means_stay() {
    Value normal = normal(X).get(0);
    Class<?>[] apart = {
      BatchNorm.class, Pooling.class, PoolingGradient.class, BatchNormGradient.class
    };
    assertThat(fused(pool(window(3, 2, 0), true, normal))).containsExactlyInAnyOrder(apart);
    assertThat(fused(pool(window(2, 2, 1), true, normal))).containsExactlyInAnyOrder(apart);
    assertThat(fused(pool(window(2, 2, 0), false, normal))).containsExactlyInAnyOrder(apart);
  }
}
