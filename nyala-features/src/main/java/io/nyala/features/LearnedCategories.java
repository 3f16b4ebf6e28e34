// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import static io.nyala.features.layers.FeatureLayers.hashing;
import static io.nyala.features.layers.FeatureLayers.stringLookup;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.flatten;

import io.nyala.data.DataException;
import io.nyala.data.table.Table;
import io.nyala.features.layers.HashingLayer;
import io.nyala.features.layers.IndexOutput;
import io.nyala.features.layers.SplitValues;
import io.nyala.layers.preprocessing.CategoryEncoding;
import io.nyala.layers.preprocessing.CategoryOutput;
import io.nyala.layers.preprocessing.IntegerLookup;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Categories with their vocabulary.
 *
 * @param feature the feature
 * @param missing how many training rows are missing
 * @param vocabulary the categories, most frequent first; empty if they are hashed
 * @param folded how many categories of the training rows are not in the vocabulary
 */
record LearnedCategories(CategoryFeature feature, int missing, List<String> vocabulary, int folded)
    implements Learned {
  static LearnedCategories fit(CategoryFeature feature, Table train) {
    int missing = train.missing(feature.name());
    if (feature.integers) {
      train.ints(feature.name()); // refuses fractions and missing values
      missing = 0;
    }
    if (feature.hashBins > 0) {
      return new LearnedCategories(feature, missing, List.of(), 0);
    }
    Map<String, Integer> counts = new HashMap<>();
    SplitValues split = feature.separator == null ? null : new SplitValues(feature.separator);
    int[] ints = feature.integers ? train.ints(feature.name()).ints() : null;
    if (ints != null) {
      for (int number : ints) {
        counts.merge(Integer.toString(number), 1, Integer::sum);
      }
    } else {
      for (String text : feature.texts(train)) {
        for (String value : split == null ? List.of(text) : split.split(text)) {
          counts.merge(value, 1, Integer::sum);
        }
      }
      counts.remove("");
    }
    // Ties are in reverse alphabetical order, as in Keras.
    List<String> vocabulary = new ArrayList<>();
    counts.entrySet().stream()
        .filter(e -> e.getValue() >= feature.minCount)
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(order(feature.integers)))
                .reversed())
        .limit(feature.maxCategories)
        .forEach(e -> vocabulary.add(e.getKey()));
    if (vocabulary.isEmpty()) {
      throw new DataException(
          "%s, column \"%s\": %s; leave the feature out, or use hashed(...)"
              .formatted(
                  train.source(),
                  feature.name(),
                  counts.isEmpty()
                      ? "every training row is missing"
                      : "no category has %d training rows".formatted(feature.minCount)));
    }
    return new LearnedCategories(
        feature, missing, List.copyOf(vocabulary), counts.size() - vocabulary.size());
  }

  private static Comparator<String> order(boolean integers) {
    return integers ? Comparator.comparingInt(Integer::parseInt) : Comparator.naturalOrder();
  }

  /** Returns the number of indices, with those of unknown and missing categories. */
  private int depth() {
    return feature.hashBins > 0
        ? feature.hashBins + (missing > 0 ? 1 : 0)
        : vocabulary.size() + 1 + (missing > 0 && feature.separator == null ? 1 : 0);
  }

  @Override
  public DType dtype() {
    return feature.integers ? DType.INT32 : DType.STRING;
  }

  @Override
  public int width() {
    return feature.embedding > 0 ? feature.embedding : depth();
  }

  @Override
  public String encoding() {
    String what =
        feature.hashBins > 0
            ? "hashed to " + feature.hashBins + " bins"
            : vocabulary.size()
                + " categories"
                + (folded > 0 ? ", " + folded + " rare ones together" : "");
    String how =
        feature.separator != null
            ? "multi-hot, split at \"" + feature.separator + "\""
            : feature.embedding > 0 ? "embedding of " + feature.embedding : "one-hot";
    return what + ", " + how;
  }

  @Override
  public Tensor tensor(Table table) {
    if (feature.integers) {
      return table.ints(feature.name()).reshape(Shape.of(table.rows(), 1));
    }
    return feature.textTensor(table);
  }

  @Override
  public void encode(Value input, Encoder encoder) {
    String name = feature.inputName();
    if (feature.separator != null) {
      Value values =
          new SplitValues(feature.separator).named(encoder.unique(name + "_values")).apply(input);
      encoder.add(
          stringLookup()
              .vocabulary(vocabulary)
              .maskToken("")
              .outputMode(IndexOutput.MULTI_HOT)
              .named(encoder.unique(name + "_lookup"))
              .apply(values));
      return;
    }
    Value index = index(name, input, encoder);
    encoder.add(
        feature.embedding > 0
            ? flatten()
                .named(encoder.unique(name + "_vector"))
                .apply(
                    embedding(depth(), feature.embedding)
                        .named(encoder.unique(name + "_embedding"))
                        .apply(index))
            : new CategoryEncoding(depth())
                .outputMode(CategoryOutput.ONE_HOT)
                .named(encoder.unique(name + "_one_hot"))
                .apply(index));
  }

  private Value index(String name, Value input, Encoder encoder) {
    if (feature.hashBins > 0) {
      HashingLayer hashing = hashing(depth());
      if (missing > 0) {
        hashing.maskValue("");
      }
      return hashing.named(encoder.unique(name + "_hash")).apply(input);
    }
    if (feature.integers) {
      int[] numbers = vocabulary.stream().mapToInt(Integer::parseInt).toArray();
      return new IntegerLookup(numbers).named(encoder.unique(name + "_lookup")).apply(input);
    }
    return stringLookup()
        .vocabulary(vocabulary)
        .maskToken(missing > 0 ? "" : null)
        .named(encoder.unique(name + "_lookup"))
        .apply(input);
  }
}
