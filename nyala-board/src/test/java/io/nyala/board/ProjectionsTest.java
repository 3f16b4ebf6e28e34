// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.board.ProjectorConfig.Entry;
import io.nyala.io.tensorboard.Projector;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.FilesAbove;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectionsTest {
  private static final Path TENSORBOARD =
      FilesAbove.find("fixtures").orElseThrow().resolve("tensorboard");

  @TempDir Path logs;

  private Projections of(String run, String config) throws IOException {
    Path file = Files.createDirectories(logs.resolve(run)).resolve(Projections.CONFIG);
    Files.writeString(file, config);
    Projections projections = new Projections(logs);
    projections.refresh(Map.of(file, Files.readAttributes(file, BasicFileAttributes.class)));
    return projections;
  }

  /** The components are those of scikit-learn 1.9 for the same file, up to their sign. */
  @Test
  void finds_the_components_of_scikit_learn() throws IOException {
    Path flowers = TENSORBOARD.resolve("logs/flowers");
    PointSet set = PointSet.read(flowers.resolve("tensors.tsv"), flowers.resolve("metadata.tsv"));
    Map<?, ?> expected =
        (Map<?, ?>)
            JSON.std.mapFrom(Files.readString(TENSORBOARD.resolve("expected.json"))).get("iris");
    assertThat(set.size()).isEqualTo(150);
    assertThat(set.dimensions).isEqualTo(4);
    assertThat(set.columns.keySet()).containsExactly("kind", "sepal");
    assertThat(set.columns.get("kind").get(149)).isEqualTo("virginica");
    assertThat(set.components.shares()).hasSize(4);
    float[] places = set.components.place(set.points);
    for (int c = 0; c < 3; c++) {
      double share = ((Number) ((List<?>) expected.get("variance")).get(c)).doubleValue();
      assertThat(set.components.shares()[c]).isCloseTo(share, within(1e-6));
      double sign = 0;
      for (int i = 0; i < 150; i++) {
        List<?> point = (List<?>) ((List<?>) expected.get("points")).get(i);
        double wanted = ((Number) point.get(c)).doubleValue();
        double got = places[4 * i + c];
        sign = sign == 0 ? Math.signum(wanted * got) : sign;
        assertThat(got).isCloseTo(sign * wanted, within(1e-5)); // float32 of numbers up to 8
      }
    }
  }

  /** Points along known directions, with known variances. */
  @Test
  void finds_known_directions_in_many_dimensions() {
    int d = 70;
    int n = 400;
    SplittableRandom random = new SplittableRandom(3);
    float[] points = new float[n * d];
    for (int r = 0; r < n; r++) {
      double a = 5 * random.nextGaussian();
      double b = 2 * random.nextGaussian();
      for (int i = 0; i < d; i++) {
        double first = i == 3 || i == 60 ? Math.sqrt(0.5) : 0;
        double second = i == 40 ? -1 : 0;
        points[r * d + i] = (float) (7 + a * first + b * second + 0.01 * random.nextGaussian());
      }
    }
    Components c = Components.of(points, d, 2);
    // The two directions mix as far as their samples are correlated: about 2 / 5 / sqrt(n).
    assertThat(c.vectors()[0][3]).isCloseTo(Math.sqrt(0.5), within(0.05));
    assertThat(c.vectors()[0][60]).isCloseTo(Math.sqrt(0.5), within(0.05));
    assertThat(Math.abs(c.vectors()[1][40])).isCloseTo(1, within(0.05));
    assertThat(c.shares()[0]).isCloseTo(25.0 / 29, within(0.05));
    double[] image = new double[d]; // an eigenvector keeps its direction
    for (int r = 0; r < n; r++) {
      double along = 0;
      for (int i = 0; i < d; i++) {
        along += (points[r * d + i] - c.mean()[i]) * c.vectors()[0][i];
      }
      for (int i = 0; i < d; i++) {
        image[i] += along * (points[r * d + i] - c.mean()[i]) / n;
      }
    }
    double length = 0;
    for (double x : image) {
      length += x * x;
    }
    for (int i = 0; i < d; i++) {
      assertThat(image[i] / Math.sqrt(length)).isCloseTo(c.vectors()[0][i], within(1e-9));
    }
  }

  @Test
  void finds_the_nearest_by_angle() throws IOException {
    Path file = Files.writeString(logs.resolve("t.tsv"), "1\t0\n10\t1\n0\t1\n-1\t0\n0\t0\n");
    PointSet set = PointSet.read(file, null);
    List<Map<String, Object>> near = set.neighbours(0);
    assertThat(near).extracting(m -> m.get("point")).containsExactly(1, 2, 4, 3);
    assertThat((double) near.get(0).get("cosine")).isCloseTo(10 / Math.sqrt(101), within(1e-12));
    assertThatThrownBy(() -> set.neighbours(5)).hasMessage("there is no point 5");
  }

  @Test
  void reads_what_the_projector_of_nyala_writes() throws IOException {
    Tensor points = Tensor.of(Shape.of(3, 2), 1, 2, 3, 4, 5.5f, -6);
    Projector.write(logs, "wörds \"1\"", points, List.of("a", "b", "c d"));
    Path file = logs.resolve(Projections.CONFIG);
    Projections projections = new Projections(logs);
    projections.refresh(Map.of(file, Files.readAttributes(file, BasicFileAttributes.class)));
    PointSet set = projections.set(".", "wörds \"1\"");
    assertThat(set.points).containsExactly(1, 2, 3, 4, 5.5f, -6);
    assertThat(set.columns).isEqualTo(Map.of("label", List.of("a", "b", "c d")));
  }

  @Test
  void reads_the_text_form_of_protocol_buffers() {
    assertThat(
            ProjectorConfig.parse(
                    """
                    # a comment { "
                    model_checkpoint_path: "ckpt"
                    embeddings {
                      tensor_name: "a \\"b\\"/.ATTRIBUTES"
                      tensor_shape: 3
                      metadata_path: 'm.tsv'
                      sprite { image_path: "s.png" single_image_dim: 8 single_image_dim: 8 }
                      tensor_path: "t.tsv"
                    }
                    embeddings: < tensor_name: "c" >
                    """)
                .sets())
        .containsExactly(
            new Entry("a \"b\"/.ATTRIBUTES", "t.tsv", "m.tsv"), new Entry("c", null, null));
  }

  @Test
  void reads_no_file_outside_its_folder() throws IOException {
    Path secret = Files.writeString(logs.resolveSibling("secret.tsv"), "1\t2\n");
    try {
      for (String path : List.of("../../secret.tsv", secret.toString(), "link.tsv")) {
        Projections p =
            of("run", "embeddings { tensor_name: \"x\" tensor_path: \"%s\" }".formatted(path));
        Path link = logs.resolve("run/link.tsv");
        if (!Files.exists(link)) {
          Files.createSymbolicLink(link, secret);
        }
        assertThatThrownBy(() -> p.set("run", "x"))
            .hasMessageContaining("names a file outside the folder of the board: " + path);
      }
    } finally {
      Files.delete(secret);
    }
  }

  @Test
  void names_what_is_wrong_with_points_and_labels() throws IOException {
    Path tensor = Files.writeString(logs.resolve("t.tsv"), "1\t2\n3\n");
    assertThatThrownBy(() -> PointSet.read(tensor, null))
        .hasMessage(tensor + ", line 2: expected 2 numbers between tabs, as in line 1, got 1");
    Files.writeString(tensor, "1\t2\n3\tx\n");
    assertThatThrownBy(() -> PointSet.read(tensor, null))
        .hasMessage(tensor + ", line 2: expected a finite number, got \"x\"");
    Files.writeString(tensor, "1\t2\n3\t4\n");
    Path labels = Files.writeString(logs.resolve("m.tsv"), "one\n");
    assertThatThrownBy(() -> PointSet.read(tensor, labels))
        .hasMessage(labels + ": expected a label for each of the 2 points, got 1");
    Files.writeString(tensor, "");
    assertThatThrownBy(() -> PointSet.read(tensor, null)).hasMessage(tensor + " has no points");
    Projections checkpoint = of("run", "embeddings { tensor_name: \"x\" }");
    assertThatThrownBy(() -> checkpoint.set("run", "x"))
        .hasMessageContaining("are in a checkpoint of TensorFlow");
    assertThatThrownBy(() -> checkpoint.set("run", "y"))
        .hasMessage("there are no points \"y\" in run");
  }

  @Test
  void draws_only_the_first_of_very_many_points() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < PointSet.MOST_POINTS + 5; i++) {
      lines.append(i).append("\t1\n");
    }
    PointSet set = PointSet.read(Files.writeString(logs.resolve("t.tsv"), lines), null);
    assertThat(set.size()).isEqualTo(PointSet.MOST_POINTS);
    assertThat(set.total).isEqualTo(PointSet.MOST_POINTS + 5);
    assertThat(set.components.shares()[0]).isEqualTo(1);
    assertThat(set.components.shares()[1]).isLessThan(1e-20);
  }
}
