// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import io.nyala.data.table.Table;
import io.nyala.settings.Arguments;
import java.util.function.Consumer;

/**
 * Categories: one-hot unless another encoding is set. Categories that the training rows do not have
 * share the place of unknown ones; so do rare ones, if a minimum count is set. A missing text is a
 * category of its own.
 */
public final class CategoryFeature extends Feature {
  final boolean integers;
  int minCount = 1;
  int maxCategories = Integer.MAX_VALUE;
  int hashBins;
  int embedding;
  String separator;

  CategoryFeature(String name, boolean integers) {
    super(name);
    this.integers = integers;
  }

  private CategoryFeature changed(Consumer<CategoryFeature> change) {
    CategoryFeature copy = new CategoryFeature(name(), integers);
    copy.minCount = minCount;
    copy.maxCategories = maxCategories;
    copy.hashBins = hashBins;
    copy.embedding = embedding;
    copy.separator = separator;
    change.accept(copy);
    return copy;
  }

  private int positive(String what, int number) {
    if (number < 1) {
      throw new IllegalArgumentException(
          "%s: %s must be at least 1, got %d".formatted(this, what, number));
    }
    return number;
  }

  private CategoryFeature refuse(boolean wrong, String reason) {
    if (wrong) {
      throw new IllegalStateException(this + ": " + reason);
    }
    return this;
  }

  /** Gives each category a number of its own; the default. */
  public CategoryFeature oneHot() {
    return changed(f -> f.embedding = 0);
  }

  /**
   * Gives each category a vector that is trained with the network.
   *
   * @param size the number of elements
   */
  public CategoryFeature embedding(int size) {
    refuse(separator != null, "several values in a row are encoded multi-hot, not embedded");
    return changed(f -> f.embedding = positive("the size of an embedding", size));
  }

  /**
   * Splits each text into several categories, such as {@code red|blue}, and marks all of them.
   *
   * @param newSeparator what is between two categories
   */
  public CategoryFeature multiHot(String newSeparator) {
    Arguments.given("separator", newSeparator);
    refuse(integers || embedding > 0 || hashBins > 0, "only a vocabulary of texts is multi-hot");
    return changed(f -> f.separator = newSeparator);
  }

  /**
   * Hashes categories into bins, without a vocabulary: for columns with very many of them.
   *
   * @param bins the number of bins
   */
  public CategoryFeature hashed(int bins) {
    refuse(separator != null, "several values in a row have a vocabulary, and are not hashed");
    refuse(
        minCount > 1 || maxCategories < Integer.MAX_VALUE,
        "hashed categories have no vocabulary that minCount or maxCategories could shorten");
    return changed(f -> f.hashBins = positive("the number of bins", bins));
  }

  /** Treats categories with fewer training rows as unknown ones; default 1. */
  public CategoryFeature minCount(int rows) {
    refuse(hashBins > 0, "hashed categories are not counted");
    return changed(f -> f.minCount = positive("minCount", rows));
  }

  /** Keeps only the most frequent categories; the others count as unknown. */
  public CategoryFeature maxCategories(int most) {
    refuse(hashBins > 0, "hashed categories are not counted");
    return changed(f -> f.maxCategories = positive("maxCategories", most));
  }

  @Override
  String kind() {
    return integers ? "integerCategorical" : "categorical";
  }

  @Override
  Learned fit(Table train) {
    return LearnedCategories.fit(this, train);
  }
}
