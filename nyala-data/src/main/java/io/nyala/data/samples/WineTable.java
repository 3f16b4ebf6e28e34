// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.samples;

import io.nyala.data.table.Csv;
import io.nyala.data.table.Table;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A generated table in the format of the wine quality data set: eleven measurements with ranges
 * like those of white wines, and a quality from 3 to 9 that depends on some of them, partly
 * nonlinearly, and on noise.
 */
public final class WineTable {
  private static final String[] NAMES = {
    "fixed acidity",
    "volatile acidity",
    "citric acid",
    "residual sugar",
    "chlorides",
    "free sulfur dioxide",
    "total sulfur dioxide",
    "density",
    "pH",
    "sulphates",
    "alcohol",
    "quality"
  };

  private WineTable() {}

  /**
   * Generates a table; the same for the same seed.
   *
   * @param rows the number of wines, at least 1
   * @param seed the random seed
   * @return columns named as in the original, {@code quality} last
   */
  public static Table generate(int rows, long seed) {
    StringBuilder text = new StringBuilder();
    text.append(String.join(";", NAMES)).append('\n');
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < rows; i++) {
      double[] wine = wine(random);
      for (int c = 0; c < wine.length; c++) {
        text.append(String.format(Locale.ROOT, "%.5f", wine[c])).append(';');
      }
      text.append(quality(wine, random)).append('\n');
    }
    return Csv.options().separator(';').parse("generated wines", text.toString());
  }

  private static double[] wine(SplittableRandom random) {
    double ripeness = random.nextGaussian();
    double sugar = Math.exp(1.4 + 0.9 * random.nextGaussian() - 0.25 * ripeness);
    double alcohol = 10.5 + 1.1 * ripeness + 0.4 * random.nextGaussian();
    double free = Math.exp(3.4 + 0.5 * random.nextGaussian());
    double acidity = 6.9 + 0.8 * random.nextGaussian();
    return new double[] {
      acidity,
      Math.exp(-1.3 + 0.32 * random.nextGaussian()),
      Math.abs(0.33 + 0.12 * random.nextGaussian()),
      sugar,
      Math.exp(-3.1 + 0.3 * random.nextGaussian() - 0.15 * ripeness),
      free,
      free + 100 + 30 * random.nextGaussian(),
      0.994 + 0.00045 * sugar - 0.0012 * (alcohol - 10.5) + 0.0003 * random.nextGaussian(),
      3.19 - 0.08 * (acidity - 6.9) + 0.13 * random.nextGaussian(),
      Math.exp(-0.74 + 0.22 * random.nextGaussian()),
      alcohol
    };
  }

  private static int quality(double[] wine, SplittableRandom random) {
    double vinegar = wine[1] - 0.28;
    double sulphur = Math.min(0, Math.log(wine[5] / 25));
    double liked =
        5.9
            + 0.42 * (wine[10] - 10.5)
            - 2.2 * Math.max(0, vinegar)
            + 0.7 * sulphur
            - 0.9 * Math.pow(wine[8] - 3.2, 2) / 0.05
            + 0.5 * random.nextGaussian();
    return Math.clamp(Math.round(liked), 3, 9);
  }
}
