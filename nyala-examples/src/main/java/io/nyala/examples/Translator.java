// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import static io.nyala.layers.Layers.SOFTMAX;
import static io.nyala.layers.Layers.attention;
import static io.nyala.layers.Layers.concatenate;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.lstm;
import static io.nyala.layers.Layers.masking;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.data.text.Decoder;
import io.nyala.files.AtomicFile;
import io.nyala.layers.attention.Attention;
import io.nyala.layers.core.Dense;
import io.nyala.layers.core.Masking;
import io.nyala.layers.merging.Concatenate;
import io.nyala.layers.recurrent.LSTM;
import io.nyala.models.Model;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;

/**
 * An encoder-decoder over characters. One set of layers serves three models: the training model,
 * with the correct translation as the decoder's input (teacher forcing); the encoder, from a
 * sentence to states; and the decoder, one character at a time.
 *
 * <p>With attention, the encoder's outputs at each character are weighted by their dot product with
 * the decoder's output (Luong et al. 2015), and the weighted mean is a second input of the last
 * layer. Padding is masked.
 */
public final class Translator {
  /** The file that lists the parts of a translator. */
  static final String FILE = "translator.json";

  static final String WEIGHTS = "model.weights.npz";
  private static final char START = '\t';
  private static final char STOP = '\n';

  private final String source;
  private final String target;
  private final int sourceLength;
  private final int targetLength;
  private final int units;
  private final boolean attention;
  private final Model training;
  private final Model encoder;
  private final Model decoder;

  /**
   * Creates an untrained translator.
   *
   * @param source the characters of the language to translate from
   * @param target the characters of the target language, including start and stop
   * @param sourceLength the length of the longest sentence in characters
   * @param targetLength the length of the longest translation in characters, including start and
   *     stop
   * @param units the number of units of the networks
   * @param attention whether the decoder uses attention
   */
  Translator(
      String source,
      String target,
      int sourceLength,
      int targetLength,
      int units,
      boolean attention) {
    this.source = source;
    this.target = target;
    this.sourceLength = sourceLength;
    this.targetLength = targetLength;
    this.units = units;
    this.attention = attention;
    LSTM reader = lstm(units).returnState();
    if (attention) {
      reader.returnSequences().zeroOutputForMask(true);
    }
    LSTM writer = lstm(units).returnSequences().returnState();
    Dense characters = dense(target.length()).activation(SOFTMAX);
    Masking there = masking();
    Attention looking = attention();
    Concatenate both = concatenate();
    BinaryOperator<Value> next =
        (written, read) ->
            attention
                ? characters.apply(both.apply(written, looking.apply(written, there.apply(read))))
                : characters.apply(written);

    Value sentence = input("sentence", sourceLength, source.length());
    Value answer = input("answer", targetLength, target.length());
    List<Value> read = reader.applyAll(List.of(attention ? there.apply(sentence) : sentence));
    List<Value> states = new ArrayList<>(read.subList(1, 3));
    Value written = writer.applyAll(List.of(answer, states.get(0), states.get(1))).get(0);
    training = Model.of(List.of(sentence, answer), List.of(next.apply(written, read.get(0))));
    if (attention) {
      states.add(read.get(0));
    }
    encoder = Model.of(List.of(sentence), states);

    List<Value> inputs = new ArrayList<>();
    inputs.add(input("last", 1, target.length()));
    inputs.add(input("h", units));
    inputs.add(input("c", units));
    List<Value> outputs = new ArrayList<>(writer.applyAll(inputs));
    if (attention) {
      inputs.add(input("read", sourceLength, units));
    }
    outputs.set(0, next.apply(outputs.get(0), inputs.getLast()));
    decoder = Model.of(inputs, outputs);
  }

  /** Returns a translator for pairs of sentences. */
  static Translator of(List<String> sources, List<String> targets, int units, boolean attention) {
    return new Translator(
        characters(sources),
        characters(targets.stream().map(Translator::framed).toList()),
        sources.stream().mapToInt(String::length).max().orElse(1),
        targets.stream().mapToInt(t -> t.length() + 2).max().orElse(1),
        units,
        attention);
  }

  private static String framed(String text) {
    return START + text + STOP;
  }

  private static String characters(List<String> texts) {
    StringBuilder all = new StringBuilder();
    texts.stream()
        .flatMapToInt(String::chars)
        .distinct()
        .sorted()
        .forEach(character -> all.append((char) character));
    return all.toString();
  }

  Model training() {
    return training;
  }

  // Data: one-hot characters, zeros after the end of a sentence

  /** Returns sentences as {@code (rows, sourceLength, characters)}. */
  Tensor encode(List<String> sentences) {
    return oneHot(sentences, source, sourceLength, 0);
  }

  /** Returns correct translations with the start character: the decoder's input. */
  Tensor soFar(List<String> answers) {
    return oneHot(answers.stream().map(Translator::framed).toList(), target, targetLength, 0);
  }

  /** Returns correct translations shifted by one character: the decoder's targets. */
  Tensor next(List<String> answers) {
    return oneHot(answers.stream().map(Translator::framed).toList(), target, targetLength, 1);
  }

  private static Tensor oneHot(List<String> texts, String characters, int length, int from) {
    float[] data =
        new float
            [Math.multiplyExact(texts.size(), Math.multiplyExact(length, characters.length()))];
    for (int row = 0; row < texts.size(); row++) {
      String text = texts.get(row);
      for (int i = from; i < text.length(); i++) {
        int character = characters.indexOf(text.charAt(i));
        if (character < 0) {
          throw new IllegalArgumentException(
              "'%s' (U+%04X) in \"%s\" is not one of the characters that the model has learned: %s"
                  .formatted(text.charAt(i), (int) text.charAt(i), text, characters.strip()));
        }
        data[(row * length + i - from) * characters.length() + character] = 1;
      }
    }
    return Tensor.of(Shape.of(texts.size(), length, characters.length()), data);
  }

  // Translating

  /**
   * Translates sentences as one batch.
   *
   * @param sentences the sentences
   * @param beams the number of beams; 1 for greedy decoding
   * @throws IllegalArgumentException if a sentence is too long or contains an unknown character
   */
  public List<String> translate(List<String> sentences, int beams) {
    for (String sentence : sentences) {
      if (sentence.isEmpty() || sentence.length() > sourceLength) {
        throw new IllegalArgumentException(
            "the model has learned sentences of 1 to %d characters, got %d: \"%s\""
                .formatted(sourceLength, sentence.length(), sentence));
      }
    }
    List<Tensor> states = encoder.predictOnBatch(List.of(encode(sentences)));
    int rows = sentences.size() * beams;
    Decoder writer =
        new Decoder(
            (tokens, carried) -> step(rows, tokens, carried),
            target.indexOf(START),
            target.indexOf(STOP),
            targetLength);
    return writer.beam(states, beams).stream().map(this::text).toList();
  }

  /**
   * Runs a step, always with the same number of rows, because another number would be compiled
   * again.
   */
  private Decoder.Next step(int rows, int[] tokens, List<Tensor> states) {
    float[] last = new float[rows * target.length()];
    int[] padded = new int[rows];
    for (int i = 0; i < tokens.length; i++) {
      last[i * target.length() + tokens[i]] = 1;
      padded[i] = i;
    }
    List<Tensor> inputs = new ArrayList<>();
    inputs.add(Tensor.of(Shape.of(rows, 1, target.length()), last));
    states.forEach(state -> inputs.add(state.rows(padded)));
    List<Tensor> outputs = new ArrayList<>(decoder.predictOnBatch(inputs));
    // The encoder outputs do not change.
    outputs.addAll(inputs.subList(outputs.size(), inputs.size()));
    int[] real = IntStream.range(0, tokens.length).toArray();
    List<Tensor> kept = outputs.stream().map(output -> output.rows(real)).toList();
    return new Decoder.Next(kept.get(0), kept.subList(1, kept.size()));
  }

  /** Returns the encoder outputs that attention uses, {@code (1, sourceLength, units)}. */
  Tensor read(String sentence) {
    return encoder.predictOnBatch(List.of(encode(List.of(sentence)))).getLast();
  }

  /**
   * Measures a step of decoding: the next character of one sentence, from states on the heap to
   * probabilities.
   *
   * @return the shortest of {@code times} in microseconds
   */
  double microsecondsPerStep(String sentence, int times) {
    List<Tensor> states = encoder.predictOnBatch(List.of(encode(List.of(sentence))));
    int[] start = {target.indexOf(START)};
    long best = Long.MAX_VALUE;
    for (int i = 0; i < times; i++) {
      long before = System.nanoTime();
      step(1, start, states);
      best = Math.min(best, System.nanoTime() - before);
    }
    return best / 1e3;
  }

  private String text(int[] tokens) {
    StringBuilder text = new StringBuilder();
    Arrays.stream(tokens).forEach(token -> text.append(target.charAt(token)));
    return text.toString();
  }

  // Saving

  /** Saves everything needed to load the translator, except the weights. */
  void save(Path file) throws IOException {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("source", source);
    form.put("target", target);
    form.put("source_length", sourceLength);
    form.put("target_length", targetLength);
    form.put("units", units);
    form.put("attention", attention);
    AtomicFile.writeString(file, JSON.std.asString(form) + "\n");
  }

  /**
   * Loads a translator saved by a run of the recipe.
   *
   * @param file {@code translator.json}, a file in the same folder, or the folder itself
   * @throws IllegalArgumentException if it does not exist or is not such a file
   */
  public static Translator load(Path file) throws IOException {
    Path form = Files.isDirectory(file) ? file.resolve(FILE) : file;
    if (Files.isRegularFile(file) && Files.isRegularFile(file.resolveSibling(FILE))) {
      form = file.resolveSibling(FILE); // users may pass model.keras, for example
    }
    if (!Files.isRegularFile(form)) {
      throw new IllegalArgumentException(
          "--model: no "
              + form
              + "; './nyala run translate-seq2seq' saves one in its output "
              + "folder");
    }
    try {
      Map<String, Object> fields = JSON.std.mapFrom(Files.readString(form));
      Translator translator =
          new Translator(
              (String) fields.get("source"),
              (String) fields.get("target"),
              (Integer) fields.get("source_length"),
              (Integer) fields.get("target_length"),
              (Integer) fields.get("units"),
              Boolean.TRUE.equals(fields.get("attention")));
      translator.training.loadWeights(form.resolveSibling(WEIGHTS));
      return translator;
    } catch (IOException | ClassCastException | NullPointerException e) {
      throw new IllegalArgumentException(
          "--model: " + form + " is not a translator: " + e.getMessage(), e);
    }
  }
}
