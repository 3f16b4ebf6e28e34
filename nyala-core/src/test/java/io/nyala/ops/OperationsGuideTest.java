// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The snippets of docs/operations.md. */
class OperationsGuideTest {
  @Test
  void values() {
    // snippet:operations-values
    Value x = Ops.input("x", Shape.of(32, 10));
    Value w = Ops.input("w", Shape.of(10, 4));
    Value b = Ops.input("b", Shape.of(4));
    Value y = x.matmul(w).plus(b).tanh(); // (32, 4)
    Value centred = y.minus(y.mean(true, 0)); // the mean of each column stays as (1, 4)
    Value penalty = w.square().sum().times(1e-4f); // ()
    // end:operations-values
    assertThat(y.shape()).isEqualTo(Shape.of(32, 4));
    assertThat(centred.shape()).isEqualTo(Shape.of(32, 4));
    assertThat(penalty.shape()).isEqualTo(Shape.scalar());
  }

  @Test
  void order() {
    Value scores = Ops.input("scores", Shape.of(8, 5));
    Value labels = Ops.input("labels", Shape.of(8, 5), DType.INT32);
    Value groups = Ops.input("groups", Shape.of(8), DType.INT32);
    // snippet:operations-order
    List<Value> top = Ops.topK(scores, 3); // (batch, 3): the scores, and their positions
    Value best = Ops.takeAlong(labels, top.get(1), -1); // what belongs to them
    Value perGroup = Ops.segmentMean(scores, groups, 10); // (10, ...)
    // end:operations-order
    assertThat(top.get(0).shape()).isEqualTo(Shape.of(8, 3));
    assertThat(best.type()).isEqualTo(new Type(Shape.of(8, 3), DType.INT32));
    assertThat(perGroup.shape()).isEqualTo(Shape.of(10, 5));
  }

  @Test
  void products() {
    Value queries = Ops.input("queries", Shape.of(2, 7, 4, 8));
    Value keys = Ops.input("keys", Shape.of(2, 9, 4, 8));
    Value square = Ops.input("square", Shape.of(5, 5));
    Value images = Ops.input("images", Shape.of(2, 28, 28, 1));
    Value kernel = Ops.input("kernel", Shape.of(3, 3, 1, 16));
    // snippet:operations-products
    Value attention = Ops.einsum("bihd,bjhd->bhij", queries, keys);
    Value trace = Ops.einsum("ii->", square);
    Window window = Window.of(3, 3).withStride(2).same(images.shape());
    Value features = Ops.convolution(images, kernel, window).relu();
    Value pooled = Ops.maxPooling(features, Window.of(2, 2).withStride(2));
    // end:operations-products
    assertThat(attention.shape()).isEqualTo(Shape.of(2, 4, 7, 9));
    assertThat(trace.shape()).isEqualTo(Shape.scalar());
    assertThat(pooled.shape()).isEqualTo(Shape.of(2, 7, 7, 16));
  }

  @Test
  void loops() {
    Value first = Ops.input("first", Shape.of(2));
    Value series = Ops.input("series", Shape.of(2, 6));
    Value gradient = Ops.input("gradient", Shape.of(3, 4));
    // snippet:operations-loops
    Value smooth = Ops.scan(first, series, 1, (s, at) -> s.times(0.9f).plus(at.times(0.1f)));
    Value norm = Ops.norm(gradient, false);
    Value clipped = Ops.cond(Ops.greater(norm, 1), () -> gradient.dividedBy(norm), () -> gradient);
    // end:operations-loops
    assertThat(smooth.shape()).isEqualTo(Shape.of(2, 6));
    assertThat(clipped.shape()).isEqualTo(Shape.of(3, 4));
  }

  @Test
  void tensors() {
    Shape row = Shape.of(1, 3);
    // snippet:operations-tensors
    Tensor probabilities = Tensor.ofArray(new double[][] {{0.1, 0.7, 0.2}, {0.6, 0.3, 0.1}});
    float second = probabilities.at(0, 1);
    Tensor classes = probabilities.argMax(1); // int32(2,) [1, 0]
    Tensor both = Tensor.concatenate(List.of(probabilities, probabilities.row(0).reshape(row)), 0);
    double meanError = both.minus(0.5f).mean();
    String text = probabilities.toString();
    // end:operations-tensors
    assertThat(second).isEqualTo(0.7f);
    assertThat(classes).hasToString("int32(2,) [1, 0]");
    assertThat(meanError).isCloseTo(1 / 3.0 - 0.5, Offset.offset(1e-7));
    assertThat(text).isEqualTo("float32(2, 3)\n[[0.1, 0.7, 0.2],\n [0.6, 0.3, 0.1]]");
  }

  @Test
  void every_operation_is_in_the_guide() throws IOException {
    String guide = Files.readString(repository().resolve("docs/operations.md"));
    Set<String> missing =
        Arrays.stream(Ops.class.getMethods())
            .filter(m -> Modifier.isStatic(m.getModifiers()))
            .map(Method::getName)
            .filter(name -> !guide.contains("`" + name))
            .collect(Collectors.toSet());
    assertThat(missing).isEmpty();
  }

  private static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("docs"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
