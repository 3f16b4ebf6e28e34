// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.samples;

import io.nyala.data.table.Csv;
import io.nyala.data.table.Table;
import java.util.SplittableRandom;

/**
 * A generated table in the format of the epileptic seizure data set: one second of a signal in 178
 * values, and whether it shows a seizure. A fifth of the rows are seizures, with rhythmic
 * discharges of large amplitude.
 */
public final class SeizureTable {
  /** The number of values in a row. */
  public static final int VALUES = 178;

  private static final int SEIZURE_EVERY = 5;

  private SeizureTable() {}

  /**
   * Generates a table; the same for the same seed.
   *
   * @param rows the number of rows, at least 1
   * @param seed the random seed
   * @return columns {@code X1} to {@code X178} and {@code y}, which is 1 for a seizure
   */
  public static Table generate(int rows, long seed) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= VALUES; i++) {
      text.append('X').append(i).append(',');
    }
    text.append("y\n");
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < rows; i++) {
      boolean seizure = random.nextInt(SEIZURE_EVERY) == 0;
      for (double value : second(seizure, random)) {
        text.append(Math.round(value)).append(',');
      }
      text.append(seizure ? 1 : 0).append('\n');
    }
    return Csv.options().separator(',').parse("generated seizures", text.toString());
  }

  private static double[] second(boolean seizure, SplittableRandom random) {
    double amplitude = Math.exp(3.6 + 0.45 * random.nextGaussian());
    double offset = 20 * random.nextGaussian();
    double hertz = 3 + 4 * random.nextDouble();
    double discharge = Math.exp(5.2 + 0.55 * random.nextGaussian());
    double phase = 2 * Math.PI * random.nextDouble();
    double[] wave = new double[VALUES];
    double drift = random.nextGaussian();
    for (int i = 0; i < VALUES; i++) {
      drift = 0.9 * drift + 0.44 * random.nextGaussian();
      double turn = Math.sin(phase + 2 * Math.PI * hertz * i / VALUES);
      // The third power sharpens the peaks into spikes.
      wave[i] = offset + amplitude * drift + (seizure ? discharge * turn * turn * turn : 0);
    }
    return wave;
  }
}
