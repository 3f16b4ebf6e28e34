// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import io.nyala.data.DataException;
import io.nyala.data.table.Table;
import io.nyala.layers.Layers;
import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import io.nyala.settings.Names;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * How the columns of a table become the input of a network: Keras's {@code FeatureSpace}, for
 * tables. The preprocessing consists of layers, so it is part of the model and of its file.
 *
 * <ol>
 *   <li>{@link #infer} proposes a feature for each column, {@link #of} takes your own; {@link
 *       #with}, {@link #without} and {@link #cross} change them.
 *   <li>{@link #adapt} learns means, vocabularies and so on, from the training rows only.
 *   <li>A model is built on {@link #encoded}, from {@link #inputs}: {@code Model.of(space.inputs(),
 *       output)}. It takes the raw columns, which {@link #tensors} gives.
 * </ol>
 *
 * <p>Immutable: every method returns a new space, also {@code adapt}. Missing texts are empty
 * strings in the inputs of the model, and missing numbers NaN.
 */
public final class FeatureSpace {
  /** What is said of a column in the summary. */
  record Note(String reason, String missing, String encoding, String width) {
    static Note chosen() {
      return new Note("chosen", "?", "?", "?");
    }
  }

  private final Map<String, Feature> features;
  private final List<Cross> crosses;
  private final Map<String, Note> notes;
  private final Map<String, String> dropped;
  private final Map<String, Learned> learned;
  private List<Value> inputs;
  private Value encoded;

  FeatureSpace(
      Map<String, Feature> features,
      List<Cross> crosses,
      Map<String, Note> notes,
      Map<String, String> dropped,
      Map<String, Learned> learned) {
    this.features = features;
    this.crosses = crosses;
    this.notes = notes;
    this.dropped = dropped;
    this.learned = learned;
  }

  /** Returns a space of these features, in this order. */
  public static FeatureSpace of(Feature... features) {
    return new FeatureSpace(Map.of(), List.of(), Map.of(), Map.of(), null).with(features);
  }

  /**
   * Proposes a feature for each column of a table, with the reason, by its values: numbers,
   * booleans, categories, dates, texts. Columns that cannot help, such as row numbers, are left
   * out, also with the reason. {@link #summary} shows all.
   *
   * @param table the training rows; use these only, as for {@link #adapt}
   * @param targets the columns to predict, which are no features
   * @throws DataException if a target does not exist or no column is left
   */
  public static FeatureSpace infer(Table table, String... targets) {
    return Inference.infer(
        Arguments.given("table", table), Set.copyOf(Arguments.eachGiven("targets", targets)));
  }

  /** Returns the space with features added, or replaced where the column has one already. */
  public FeatureSpace with(Feature... more) {
    Map<String, Feature> all = new LinkedHashMap<>(features);
    Map<String, Note> remaining = new LinkedHashMap<>(notes);
    Map<String, String> stillDropped = new LinkedHashMap<>(dropped);
    for (Feature feature : Arguments.eachGiven("features", more)) {
      all.put(feature.name(), feature);
      remaining.remove(feature.name());
      stillDropped.remove(feature.name());
      requireInput(feature, all);
    }
    crosses.forEach(cross -> cross.columns().forEach(c -> requireCategories(all.get(c))));
    return new FeatureSpace(all, crosses, remaining, stillDropped, null);
  }

  private static void requireInput(Feature added, Map<String, Feature> all) {
    for (Feature other : all.values()) {
      if (other != added && other.inputName().equals(added.inputName())) {
        throw new IllegalArgumentException(
            "the columns \"%s\" and \"%s\" would both be the input \"%s\"; rename one of them"
                .formatted(other.name(), added.name(), added.inputName()));
      }
    }
  }

  private static void requireCategories(Feature feature) {
    if (!(feature instanceof CategoryFeature c) || c.separator != null) {
      throw new IllegalArgumentException(
          "cross: %s is no feature of single categories".formatted(feature));
    }
  }

  /**
   * Returns the space without the features of these columns, and without their crosses.
   *
   * @throws IllegalArgumentException if a column has no feature
   */
  public FeatureSpace without(String... columns) {
    Map<String, Feature> rest = new LinkedHashMap<>(features);
    for (String column : columns) {
      feature(column);
      rest.remove(column);
    }
    List<Cross> kept =
        crosses.stream().filter(c -> rest.keySet().containsAll(c.columns())).toList();
    return new FeatureSpace(rest, kept, notes, dropped, null);
  }

  /**
   * Returns the space with one-hot categories, and TF-IDF of words, instead of embeddings. Nothing
   * in it is trained then, so that rows can be encoded once, before many trainings.
   */
  public FeatureSpace withoutEmbeddings() {
    return replaced(
        f ->
            switch (f) {
              case CategoryFeature c when c.embedding > 0 -> c.oneHot();
              case TextFeature t when t.embedding > 0 -> t.tfIdf(t.maxWords);
              default -> f;
            });
  }

  /**
   * Returns the space prepared for missing numbers in new rows, also in columns where the training
   * rows have none: there the median replaces them, and no indicator is added. For features that
   * {@link #infer} proposed; others say it themselves.
   */
  public FeatureSpace expectMissing() {
    return replaced(
        f ->
            f instanceof NumericFeature n
                    && !n.expected
                    && notes.getOrDefault(f.name(), Note.chosen()).missing.equals("0")
                ? n.fill(Fill.MEDIAN).withoutIndicator()
                : f);
  }

  private FeatureSpace replaced(UnaryOperator<Feature> change) {
    Map<String, Feature> all = new LinkedHashMap<>();
    features.forEach((name, feature) -> all.put(name, change.apply(feature)));
    return new FeatureSpace(all, crosses, notes, dropped, null);
  }

  /**
   * Adds a feature of the combinations of categories: of each combination, one of some bins is
   * marked, by its hash.
   *
   * @param bins the number of bins
   * @param columns two or more columns of categories
   * @throws IllegalArgumentException if a column has no feature of categories
   */
  public FeatureSpace cross(int bins, String... columns) {
    for (String column : Arguments.eachGiven("columns", columns)) {
      requireCategories(feature(column));
    }
    List<Cross> all = new ArrayList<>(crosses);
    all.add(new Cross(List.of(columns), bins));
    return new FeatureSpace(features, all, notes, dropped, null);
  }

  /** Returns the features, in the order of the model's inputs. */
  public List<Feature> features() {
    return List.copyOf(features.values());
  }

  /**
   * Returns the feature of a column.
   *
   * @throws IllegalArgumentException if it has none
   */
  public Feature feature(String column) {
    Feature feature = features.get(column);
    if (feature == null) {
      throw new IllegalArgumentException(
          "column \"%s\" has no feature; %s"
              .formatted(column, Names.hint(column, features.keySet())));
    }
    return feature;
  }

  /**
   * Returns the space with all that it learned from the training rows. Nothing else may be in the
   * table: what is learned from test rows makes their results look better than they are.
   *
   * @throws DataException if a column does not exist or does not fit its feature
   */
  public FeatureSpace adapt(Table train) {
    Arguments.given("train", train);
    if (features.isEmpty()) {
      throw new IllegalStateException("a FeatureSpace without features");
    }
    if (train.rows() == 0) {
      throw new DataException(train.source() + ": adapt needs at least one row");
    }
    Map<String, Learned> all = new LinkedHashMap<>();
    features.forEach((name, feature) -> all.put(name, feature.fit(train)));
    return new FeatureSpace(features, crosses, notes, dropped, all);
  }

  private Map<String, Learned> learned() {
    if (learned == null) {
      throw new IllegalStateException(
          "this FeatureSpace has not learned anything; space = space.adapt(trainingRows) returns"
              + " one that has");
    }
    return learned;
  }

  /** Returns the inputs of a model, named as the columns, in the order of the features. */
  public List<Value> inputs() {
    build();
    return inputs;
  }

  /**
   * Returns the encoded features, float32 {@code (batch, width)}, computed from {@link #inputs} by
   * layers. First come the numbers, in the order of the features, then the indicators of missing
   * ones, then the other features in order, then the crosses.
   *
   * @throws IllegalStateException if the space is not adapted
   */
  public Value encoded() {
    build();
    return encoded;
  }

  private synchronized void build() {
    if (encoded != null) {
      return;
    }
    Map<String, Value> byName = new LinkedHashMap<>();
    learned()
        .forEach(
            (name, l) ->
                byName.put(name, Layers.input(features.get(name).inputName(), l.dtype(), 1)));
    Encoder encoder = new Encoder(features.values().stream().map(Feature::inputName).toList());
    learned().forEach((name, l) -> l.encode(byName.get(name), encoder));
    crosses.forEach(cross -> cross.encode(byName, encoder));
    encoded = encoder.result();
    inputs = List.copyOf(byName.values());
  }

  /**
   * Returns the same space with inputs and layers of its own, for another model; embeddings are
   * trained separately then.
   */
  public FeatureSpace copy() {
    return new FeatureSpace(features, crosses, notes, dropped, learned);
  }

  /** Returns the number of elements of the encoded vector. */
  public int width() {
    return learned().values().stream().mapToInt(Learned::width).sum()
        + crosses.stream().mapToInt(Cross::bins).sum();
  }

  /**
   * Returns the columns of a table as the inputs of a model that was built on this space, one
   * tensor {@code (rows, 1)} for each feature.
   *
   * @throws IllegalStateException if the space is not adapted
   * @throws DataException if a column does not exist or does not fit its feature
   */
  public List<Tensor> tensors(Table table) {
    Arguments.given("table", table);
    return learned().values().stream().map(l -> l.tensor(table)).toList();
  }

  /**
   * Returns a table of all columns for reading: what kind of feature each is and why, how many
   * values are missing, how it is encoded and in how many numbers. Columns that {@link #infer} left
   * out are at the end.
   */
  public String summary() {
    SummaryText text = new SummaryText();
    features.forEach(
        (name, feature) -> {
          Note note = notes.getOrDefault(name, Note.chosen());
          Learned l = learned == null ? null : learned.get(name);
          text.add(
              name,
              feature.kind(),
              l == null ? note.missing : Integer.toString(l.missing()),
              l == null ? note.encoding : l.encoding(),
              l == null ? note.width : Integer.toString(l.width()),
              note.reason);
        });
    for (Cross cross : crosses) {
      text.add(
          String.join(" x ", cross.columns()),
          "cross",
          "",
          "hashed to " + cross.bins() + " bins",
          Integer.toString(cross.bins()),
          "chosen");
    }
    dropped.forEach((name, reason) -> text.add(name, "-", "", "left out", "0", reason));
    return text.toString();
  }

  @Override
  public String toString() {
    return "FeatureSpace of "
        + features.size()
        + " features"
        + (learned == null ? "" : ", " + width() + " numbers");
  }
}
