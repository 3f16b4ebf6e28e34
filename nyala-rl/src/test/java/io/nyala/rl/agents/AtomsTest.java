// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.models.Computation;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The projection of C51, against algorithm 1 of the paper in double precision, and by hand. */
class AtomsTest {
  private static float[] project(Atoms atoms, float[] p, float[] rewards, float[] discounts) {
    Computation computation =
        Computation.of(
            List.of("p", "rewards", "discounts"),
            tape ->
                Map.of(
                    "projected",
                    atoms.project(
                        tape.input("p"), tape.input("rewards"), tape.input("discounts"))));
    return computation
        .run(
            Tensor.of(Shape.of(rewards.length, atoms.count()), p),
            Tensor.vector(rewards),
            Tensor.vector(discounts))
        .getFirst()
        .floats();
  }

  /**
   * Algorithm 1 of Bellemare et al. (2017), with all of a value that is met exactly given to it.
   */
  private static double[] paper(Atoms atoms, float[] p, int row, double reward, double discount) {
    int n = atoms.count();
    double width = (atoms.high() - atoms.low()) / (n - 1);
    double[] m = new double[n];
    for (int j = 0; j < n; j++) {
      double z = atoms.low() + j * width;
      double moved = Math.clamp(reward + discount * z, atoms.low(), atoms.high());
      double b = (moved - atoms.low()) / width;
      int l = (int) Math.floor(b);
      int u = (int) Math.ceil(b);
      if (l == u) {
        m[l] += p[row * n + j];
      } else {
        m[l] += p[row * n + j] * (u - b);
        m[u] += p[row * n + j] * (b - l);
      }
    }
    return m;
  }

  @Test
  void agrees_with_the_paper() {
    Atoms atoms = new Atoms(51, -10, 10);
    NumPyRandom random = new NumPyRandom(1);
    int rows = 200;
    float[] p = new float[rows * 51];
    float[] rewards = new float[rows];
    float[] discounts = new float[rows];
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int j = 0; j < 51; j++) {
        p[row * 51 + j] = (float) -Math.log(1 - random.nextDouble());
        sum += p[row * 51 + j];
      }
      for (int j = 0; j < 51; j++) {
        p[row * 51 + j] /= (float) sum;
      }
      rewards[row] = (float) (30 * random.nextDouble() - 15); // beyond the ends too
      discounts[row] = row % 4 == 0 ? 0 : (float) random.nextDouble();
    }
    float[] projected = project(atoms, p, rewards, discounts);
    for (int row = 0; row < rows; row++) {
      double[] expected = paper(atoms, p, row, rewards[row], discounts[row]);
      double sum = 0;
      for (int j = 0; j < 51; j++) {
        double got = projected[row * 51 + j];
        assertThat(got).as("row %d, atom %d", row, j).isCloseTo(expected[j], within(5e-6));
        sum += got;
      }
      assertThat(sum).isCloseTo(1, within(5e-6)); // places up to 50 in single precision
    }
  }

  @Test
  void edges_by_hand() {
    Atoms atoms = new Atoms(3, 0, 4); // values 0, 2, 4
    float[] p = {0.5f, 0.25f, 0.25f};
    // All values move to 2, which there is.
    assertThat(project(atoms, p, new float[] {2}, new float[] {0})).containsExactly(0, 1, 0);
    // All stay where they are.
    assertThat(project(atoms, p, new float[] {0}, new float[] {1})).containsExactly(p);
    // 0, 2, 4 become 1, 2, 3: half of the first and the last to each neighbour.
    assertThat(project(atoms, p, new float[] {1}, new float[] {0.5f}))
        .containsExactly(0.25f, 0.25f + 0.25f + 0.125f, 0.125f);
    // At the ends, and beyond them.
    assertThat(project(atoms, p, new float[] {4}, new float[] {0})).containsExactly(0, 0, 1);
    assertThat(project(atoms, p, new float[] {0}, new float[] {0})).containsExactly(1, 0, 0);
    assertThat(project(atoms, p, new float[] {9}, new float[] {1})).containsExactly(0, 0, 1);
    assertThat(project(atoms, p, new float[] {-9}, new float[] {1})).containsExactly(1, 0, 0);
    // 0, 2, 4 become 2, 4, 6: the last two meet at the end.
    assertThat(project(atoms, p, new float[] {2}, new float[] {1})).containsExactly(0, 0.5f, 0.5f);
  }

  @Test
  void refuses_what_is_no_support() {
    assertThatThrownBy(() -> new Atoms(1, 0, 1))
        .hasMessageContaining("at least 2 atoms from a low value to a higher one, got 1 from 0.0");
    assertThatThrownBy(() -> new Atoms(51, 1, 1)).hasMessageContaining("from 1.0 to 1.0");
    assertThatThrownBy(() -> new Atoms(51, Double.NaN, 1)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Atoms(51, 0, Double.POSITIVE_INFINITY))
        .hasMessageContaining("Infinity");
  }
}
