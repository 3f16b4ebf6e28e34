// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import io.nyala.data.samples.WineTable;
import io.nyala.data.table.Csv;
import io.nyala.data.table.Table;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.hub.DataFinder;
import io.nyala.hub.DataFinder.Found;
import io.nyala.hub.DataSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * White wines in three parts.
 *
 * @param train the training rows
 * @param validation the validation rows
 * @param test the test rows
 * @param source the source of the data
 */
record WineData(Table train, Table validation, Table test, String source) {
  private static final int SAMPLE_ROWS = 2_000;
  private static final int HELD_OUT = 10; // one row in 10 each for validation and testing
  private static final long SPLIT_SEED = 42;

  /**
   * Reads the book's split if it exists; otherwise splits the whole file, always in the same way
   * and in the same proportions.
   */
  static WineData load(RecipeContext context, DataFinder finder) throws InterruptedException {
    if (context.sample()) {
      context.say("Generated data (--data sample): the results do not apply to real wines.");
      return split(WineTable.generate(SAMPLE_ROWS, SPLIT_SEED), "sample");
    }
    Found found = context.find(finder, DataSet.WINE);
    Path book = found.folder().resolve("book_split");
    if (Files.isRegularFile(book.resolve("train_data.csv"))) {
      return new WineData(
          Csv.read(book.resolve("train_data.csv")),
          Csv.read(book.resolve("val_data.csv")),
          Csv.read(book.resolve("test_data.csv")),
          found.source());
    }
    return split(Csv.read(found.folder().resolve("winequality-white.csv")), found.source());
  }

  private static WineData split(Table all, String source) {
    int[] order = IntStream.range(0, all.rows()).toArray();
    SplittableRandom random = new SplittableRandom(SPLIT_SEED);
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int row = order[i];
      order[i] = order[j];
      order[j] = row;
    }
    Table shuffled = all.rows(order);
    int part = Math.round((float) all.rows() / HELD_OUT);
    int train = all.rows() - 2 * part;
    return new WineData(
        shuffled.range(0, train),
        shuffled.range(train, train + part),
        shuffled.range(train + part, all.rows()),
        source);
  }

  int rows() {
    return train.rows() + validation.rows() + test.rows();
  }
}
