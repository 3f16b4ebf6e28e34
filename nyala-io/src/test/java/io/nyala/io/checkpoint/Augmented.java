// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.checkpoint;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Random;

/**
 * Images {@code (rows, height, width, channels)} in another order each pass, each mirrored or not
 * and moved by up to a pixel: as pass and batch have it.
 */
record Augmented(Tensor x, Tensor y, int batch) implements BatchSource {
  @Override
  public Pass open(long pass) {
    int rows = x.shape().dim(0);
    int[] order = new Random(pass).ints(0, rows).limit(rows).toArray();
    return new Pass() {
      private int next;

      @Override
      public Batch next() {
        if (next == rows) {
          return null;
        }
        int[] some = java.util.Arrays.copyOfRange(order, next, next + batch);
        Random random = new Random(31 * pass + next);
        next += batch;
        return Batch.of(changed(x.rows(some), random), y.rows(some));
      }
    };
  }

  private static Tensor changed(Tensor images, Random random) {
    Shape s = images.shape();
    float[] from = images.toFloats();
    float[] to = new float[from.length];
    int width = s.dim(2);
    int channels = s.dim(3);
    for (int row = 0; row < s.dim(0); row++) {
      boolean mirrored = random.nextBoolean();
      int moved = random.nextInt(3) - 1;
      for (int line = 0; line < s.dim(1); line++) {
        int start = (row * s.dim(1) + line) * width * channels;
        for (int column = 0; column < width; column++) {
          int source = (mirrored ? width - 1 - column : column) + moved;
          if (source >= 0 && source < width) {
            System.arraycopy(
                from, start + source * channels, to, start + column * channels, channels);
          }
        }
      }
    }
    return Tensor.of(s, to);
  }
}
