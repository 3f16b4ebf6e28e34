// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts a Java file together: the statements of its main method, and the imports that they need. */
public final class SourceText {
  private static final Pattern STRING = Pattern.compile("\"(\\\\.|[^\"\\\\])*\"");

  /** A word that is not a member of what precedes it. */
  private static final Pattern WORD = Pattern.compile("(?<![.\\w])[A-Za-z]\\w*");

  private static final Map<String, String> TYPES =
      index(
          "java.nio.file.Path",
          "java.nio.charset.StandardCharsets",
          "java.util.List",
          "java.util.Set",
          "io.nyala.data.text.TextFiles",
          "io.nyala.features.FeatureSpace",
          "io.nyala.features.layers.DatePart",
          "io.nyala.features.layers.IndexOutput",
          "io.nyala.features.layers.TextVectorizationLayer",
          "io.nyala.tensor.DType",
          "io.nyala.tensor.Shape",
          "io.nyala.callbacks.EarlyStopping",
          "io.nyala.data.preprocessing.LabelEncoder",
          "io.nyala.data.preprocessing.StandardScaler",
          "io.nyala.data.split.TableParts",
          "io.nyala.data.split.TableSplit",
          "io.nyala.data.table.Csv",
          "io.nyala.data.table.Table",
          "io.nyala.data.Examples",
          "io.nyala.data.images.ImageDirectory",
          "io.nyala.data.images.ImageOptions",
          "io.nyala.io.ModelFiles",
          "io.nyala.layers.augmentation.RandomFlip",
          "io.nyala.ops.Value",
          "io.nyala.zoo.Zoo",
          "io.nyala.zoo.transfer.Transfer",
          "io.nyala.models.Model",
          "io.nyala.models.Sequential",
          "io.nyala.models.serving.Decoding",
          "io.nyala.saving.Weights",
          "io.nyala.tensor.Tensor");

  private static final Map<String, String> STATICS = statics();

  private final List<String> statements = new ArrayList<>();

  private static Map<String, String> index(String... names) {
    Map<String, String> index = new HashMap<>();
    for (String name : names) {
      index.put(name.substring(name.lastIndexOf('.') + 1), name);
    }
    return index;
  }

  private static Map<String, String> statics() {
    String layers = "io.nyala.layers.Layers.";
    Map<String, String> all = new HashMap<>();
    for (String name :
        List.of(
            "input",
            "dense",
            "dropout",
            "batchNormalization",
            "conv1D",
            "conv2D",
            "embedding",
            "globalAveragePooling1D",
            "globalMaxPooling1D",
            "unitNormalization",
            "flatten",
            "globalAveragePooling2D",
            "maxPooling2D",
            "randomFlip",
            "randomTranslation",
            "rescaling",
            "RELU",
            "GELU",
            "TANH",
            "SIGMOID",
            "SOFTMAX")) {
      all.put(name, layers + name);
    }
    for (String name :
        List.of("meanAbsoluteError", "binaryCrossentropy", "sparseCategoricalCrossentropy")) {
      all.put(name, "io.nyala.losses.Losses." + name);
    }
    all.put("date", "io.nyala.features.Feature.date");
    all.put("textVectorization", "io.nyala.features.layers.FeatureLayers.textVectorization");
    all.put("images", "io.nyala.data.images.ImageOptions.images");
    all.put("IMAGENET", "io.nyala.zoo.networks.TrainedOn.IMAGENET");
    all.put("accuracy", "io.nyala.metrics.Metrics.accuracy");
    all.put("fit", "io.nyala.models.FitOptions.fit");
    all.put("adamW", "io.nyala.optimizers.Optimizers.adamW");
    return all;
  }

  /** Adds lines of the main method. */
  public SourceText add(String... lines) {
    for (String text : lines) {
      statements.addAll(text.lines().toList());
    }
    return this;
  }

  /** Adds an empty line. */
  public SourceText gap() {
    statements.add("");
    return this;
  }

  /**
   * Returns the file.
   *
   * @param comment what the program does, in sentences
   */
  public String file(String comment) {
    TreeSet<String> statics = new TreeSet<>();
    TreeSet<String> types = new TreeSet<>();
    for (String line : statements) {
      Matcher words = WORD.matcher(STRING.matcher(line.replaceAll("//.*", "")).replaceAll("\"\""));
      while (words.find()) {
        String word = words.group();
        if (STATICS.containsKey(word)) {
          statics.add(STATICS.get(word));
        }
        if (TYPES.containsKey(word)) {
          types.add(TYPES.get(word));
        }
      }
    }
    StringBuilder out = new StringBuilder();
    statics.forEach(name -> out.append("import static ").append(name).append(";\n"));
    out.append('\n');
    types.forEach(name -> out.append("import ").append(name).append(";\n"));
    out.append("\n/**\n");
    comment.replace("*/", "*").lines().forEach(line -> out.append(" * ").append(line).append('\n'));
    out.append(" */\n");
    out.append("public final class Train {\n");
    out.append("  public static void main(String[] args) throws Exception {\n");
    for (String line : statements) {
      out.append(line.isEmpty() ? "" : "    " + line).append('\n');
    }
    out.append("  }\n}\n");
    return out.toString();
  }
}
