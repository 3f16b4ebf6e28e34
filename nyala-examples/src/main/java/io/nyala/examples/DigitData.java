// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import io.nyala.data.Examples;
import io.nyala.data.images.Mnist;
import io.nyala.data.samples.StrokeDigits;
import io.nyala.data.samples.StrokeDigits.Digits;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.hub.DataFinder;
import io.nyala.hub.DataFinder.Found;
import io.nyala.hub.DataSet;

/**
 * Handwritten digits in three parts.
 *
 * @param train the training rows
 * @param validation the validation rows
 * @param test the test rows
 * @param source the source of the data
 */
record DigitData(Examples train, Examples validation, Examples test, String source) {
  private static final int VALIDATION_ROWS = 5_000;
  private static final float BRIGHTEST = 255;

  static DigitData load(RecipeContext context, DataFinder finder) throws InterruptedException {
    if (context.sample()) {
      context.say("Generated data (--data sample): the results do not apply to real handwriting.");
      return of(new Mnist(drawn(5_000, 1), drawn(1_000, 2), drawn(1_000, 3)), "sample");
    }
    Found found = context.find(finder, DataSet.MNIST);
    // Scaled and split while reading, which avoids a copy of 188 MB.
    return of(Mnist.load(found.folder(), VALIDATION_ROWS, BRIGHTEST), found.source());
  }

  private static DigitData of(Mnist digits, String source) {
    return new DigitData(digits.train(), digits.validation(), digits.test(), source);
  }

  private static Examples drawn(int rows, long seed) {
    Digits digits = StrokeDigits.generate(rows, seed);
    return new Examples(digits.images(), digits.labels());
  }

  int rows() {
    return train.rows() + validation.rows() + test.rows();
  }
}
