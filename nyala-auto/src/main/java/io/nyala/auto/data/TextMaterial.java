// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.data;

import static io.nyala.features.layers.FeatureLayers.textVectorization;
import static io.nyala.layers.Layers.input;

import io.nyala.auto.facts.AutoDecision;
import io.nyala.data.Examples;
import io.nyala.data.split.TrainValidationTest;
import io.nyala.data.table.Table;
import io.nyala.features.Feature;
import io.nyala.features.layers.IndexOutput;
import io.nyala.features.layers.TextVectorizationLayer;
import io.nyala.models.Model;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** A table with one column of texts: TF-IDF weights of their words, or the words in order. */
public final class TextMaterial implements Material {
  /** TF-IDF weights take a number for each word of the vocabulary in each row. */
  private static final long MOST_NUMBERS = 200_000_000;

  private static final int MOST_WORDS = 10_000;
  private static final int FEWEST_WORDS = 3_000;
  private static final int SEQUENCE_WORDS = 20_000;
  private static final int LENGTH = 400;
  private static final int PROBE_ROWS = 400;
  private static final int PROBE_WORDS = 40;

  private final TableRows rows;
  private final Target target;
  private final Plan plan;
  private final TextVectorizationLayer words;
  private final TrainValidationTest examples;
  private final Examples probe;
  private List<String> probed;
  private int[] probedWords;

  /**
   * How texts become numbers.
   *
   * @param column the column of the texts
   * @param words the most words of the vocabulary
   * @param length the words of a text that are read in order, or 0 for TF-IDF weights
   */
  public record Plan(String column, int words, int length) {
    /** Returns the name of the model's input. */
    public String inputName() {
      return Feature.inputName(column);
    }

    /** Chooses by the number of training rows. */
    public static Plan of(String column, int rows) {
      int words = (int) Math.min(MOST_WORDS, MOST_NUMBERS / rows);
      return words >= FEWEST_WORDS
          ? new Plan(column, words, 0)
          : new Plan(column, SEQUENCE_WORDS, LENGTH);
    }
  }

  /**
   * Learns the vocabulary from the training rows.
   *
   * @param plan how texts become numbers
   */
  public TextMaterial(TableRows rows, String targetName, Plan plan) {
    this.rows = rows;
    this.target = Target.fit(rows.parts().train(), targetName, rows.task());
    this.plan = plan;
    this.words = textVectorization().maxTokens(plan.words());
    if (plan.length() == 0) {
      words.outputMode(IndexOutput.TF_IDF);
    } else {
      words.outputSequenceLength(plan.length());
    }
    words.adapt(texts(rows.parts().train()));
    this.examples =
        new TrainValidationTest(
            examples(rows.parts().train()),
            examples(rows.parts().validation()),
            examples(rows.parts().test()));
    Examples held = examples.validation();
    this.probe = held.rows() > PROBE_ROWS ? held.range(0, PROBE_ROWS) : held;
  }

  private Tensor texts(Table part) {
    String[] texts =
        part.fillMissing(plan.column(), "").strings(plan.column()).toArray(String[]::new);
    return Tensor.ofStrings(Shape.of(texts.length, 1), texts);
  }

  private Examples examples(Table part) {
    return new Examples(words.transform(texts(part)), target.encode(part));
  }

  /** Returns the rows. */
  public TableRows rows() {
    return rows;
  }

  /** Returns how texts become numbers. */
  public Plan plan() {
    return plan;
  }

  /** Returns how texts become numbers, and why. */
  public AutoDecision decision() {
    String choice =
        plan.length() == 0
            ? "TF-IDF weights of %,d words of \"%s\" into a dense network"
                .formatted(vocabulary(), plan.column())
            : "the first %d words of \"%s\" into a convolutional network"
                .formatted(plan.length(), plan.column());
    return new AutoDecision(
        "features",
        choice,
        plan.length() == 0
            ? "which words occur says more than their order, and there is memory for it"
            : "there are too many texts for a number for each word of each text");
  }

  /** Returns the size of the vocabulary, with the places for padding and unknown words. */
  public int vocabulary() {
    return words.vocabulary().size();
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public TrainValidationTest examples() {
    return examples;
  }

  @Override
  public Model served(Model network) {
    Value text = input(plan.inputName(), DType.STRING, 1);
    network.named(target.outputName());
    return target.decoded(Model.of(text, network.apply(words.apply(text))));
  }

  @Override
  public Examples probe() {
    return probe;
  }

  /** Returns the words with the most weight in the probed texts; none if words are in order. */
  @Override
  public List<String> parts() {
    if (probed == null) {
      probedWords = plan.length() == 0 ? weightiest() : new int[0];
      List<String> all = words.vocabulary();
      probed = IntStream.of(probedWords).mapToObj(all::get).toList();
    }
    return probed;
  }

  private int[] weightiest() {
    Tensor x = probe.x();
    int width = x.shape().last();
    double[] weight = new double[width];
    for (int row = 0; row < x.shape().dim(0); row++) {
      double squares = 0;
      for (int w = 0; w < width; w++) {
        squares += (double) x.floats()[row * width + w] * x.floats()[row * width + w];
      }
      for (int w = 1; w < width && squares > 0; w++) {
        double value = x.floats()[row * width + w];
        weight[w] += value * value / squares;
      }
    }
    return IntStream.range(1, width)
        .boxed()
        .sorted(Comparator.comparingDouble(w -> -weight[w]))
        .limit(PROBE_WORDS)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  @Override
  public Tensor shuffled(int part, int[] order) {
    float[] before = probe.x().floats();
    float[] x = before.clone();
    int width = probe.x().shape().last();
    for (int row = 0; row < order.length; row++) {
      x[row * width + probedWords[part]] = before[order[row] * width + probedWords[part]];
    }
    return Tensor.of(probe.x().shape(), x);
  }
}
