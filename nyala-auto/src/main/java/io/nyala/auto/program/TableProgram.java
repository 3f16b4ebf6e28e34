// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.program;

import io.nyala.auto.data.Literals;
import io.nyala.auto.data.TableMaterial;
import io.nyala.auto.data.TableRows;
import io.nyala.auto.data.TableSource;
import io.nyala.auto.data.Target;
import io.nyala.auto.data.TextMaterial;
import io.nyala.auto.facts.AutoTask;
import io.nyala.auto.network.NetworkSettings;
import io.nyala.auto.network.Training;

/** Writes the program that trains on a table. */
public final class TableProgram {
  private TableProgram() {}

  /**
   * Where the rows come from.
   *
   * @param table the table
   * @param validation the validation rows, or null
   * @param test the test rows, or null
   */
  public record Sources(TableSource table, TableSource validation, TableSource test) {}

  /** Returns the program for a table. */
  public static String of(
      Sources sources, TableMaterial material, Training training, NetworkSettings settings) {
    String target = Literals.of(material.target().name());
    SourceText source = new SourceText();
    rows(source, sources, material.rows(), target);
    source.gap();
    String change = material.change();
    source.add(
        "FeatureSpace space = FeatureSpace.infer(train, %s);".formatted(target),
        "space = space.withoutEmbeddings().expectMissing()%s.adapt(train);".formatted(change),
        "Model encoder = Model.of(space.inputs(), List.of(space.encoded()));",
        "Tensor trainX = encoder.predict(space.tensors(train)).getFirst();",
        "Tensor valX = encoder.predict(space.tensors(val)).getFirst();");
    targets(source, material.target());
    source.gap();
    NetworkCode.into(source, training, settings);
    source.gap();
    String name = Literals.of(material.target().outputName());
    if (material.target().task() == AutoTask.REGRESSION) {
      source.add(
          "Value output =",
          "    rescaling(units.scale()[0], units.mean()[0]) // back in the units of the target",
          "        .named(%s)".formatted(name),
          "        .apply(network.apply(space.encoded()));");
    } else {
      source.add(
          "network.named(%s);".formatted(name), "Value output = network.apply(space.encoded());");
    }
    source.add("Model model = Model.of(space.inputs(), List.of(output));");
    decode(source, material.target());
    return save(source, target);
  }

  /** Returns the program for texts. */
  public static String ofTexts(
      Sources sources, TextMaterial material, Training training, NetworkSettings settings) {
    String target = Literals.of(material.target().name());
    SourceText source = new SourceText();
    rows(source, sources, material.rows(), target);
    source.gap();
    TextMaterial.Plan plan = material.plan();
    source.add(
        "TextVectorizationLayer words = textVectorization().maxTokens(%d);".formatted(plan.words()),
        plan.length() == 0
            ? "words.outputMode(IndexOutput.TF_IDF);"
            : "words.outputSequenceLength(%d);".formatted(plan.length()));
    texts(source, "train", plan.column());
    texts(source, "val", plan.column());
    source.add("words.adapt(List.of(trainTexts));");
    source.add(
        "Tensor trainX = words.transform(Tensor.ofStrings(Shape.of(trainTexts.length, 1), trainTexts));",
        "Tensor valX = words.transform(Tensor.ofStrings(Shape.of(valTexts.length, 1), valTexts));");
    targets(source, material.target());
    source.gap();
    NetworkCode.into(source, training, settings);
    source.gap();
    source.add(
        "Value text = input(%s, DType.STRING, 1);".formatted(Literals.of(plan.inputName())),
        "network.named(%s);".formatted(Literals.of(material.target().outputName())),
        "Model model = Model.of(text, network.apply(words.apply(text)));");
    decode(source, material.target());
    return save(source, target);
  }

  private static void texts(SourceText source, String part, String column) {
    String name = Literals.of(column);
    source.add(
        "String[] %sTexts = %s.fillMissing(%s, \"\").strings(%s).toArray(String[]::new);"
            .formatted(part, part, name, name));
  }

  private static void rows(SourceText source, Sources sources, TableRows rows, String target) {
    TableRows.SplitPlan split = rows.split();
    if (split == null) {
      source.add(read("train", sources.table(), target), read("val", sources.validation(), target));
    } else {
      source.add(read("table", sources.table(), target));
      split(source, split, sources, target);
    }
    if (rows.unknown()) {
      source.add(
          "Set<String> known = Set.copyOf(train.strings(%s));".formatted(target),
          "val = val.filter(row -> known.contains(row.text(%s)));".formatted(target));
    }
  }

  private static void split(
      SourceText source, TableRows.SplitPlan split, Sources sources, String target) {
    source.add(
        "TableParts parts = %s.parts(table, %s, %s);"
            .formatted(split.code(), split.validation(), split.test()));
    source.add("Table train = parts.train();");
    source.add(
        split.validation() > 0
            ? "Table val = parts.validation();"
            : read("val", sources.validation(), target));
  }

  private static String read(String name, TableSource source, String target) {
    TableSource.Code code = source.code();
    return "Table %s =\n    %sPath.of(%s)%s\n        .dropMissing(%s);"
        .formatted(name, code.before(), Literals.of(code.file()), code.after(), target);
  }

  private static void targets(SourceText source, Target column) {
    String target = Literals.of(column.name());
    if (column.task() == AutoTask.REGRESSION) {
      source.add("StandardScaler units = new StandardScaler();");
      source.add("Tensor trainY = units.fitTransform(train.floats(%s));".formatted(target));
      source.add("Tensor valY = units.transform(val.floats(%s));".formatted(target));
    } else {
      source.add("LabelEncoder classes = LabelEncoder.fit(train.strings(%s));".formatted(target));
      source.add("Tensor trainY = classes.transform(train.strings(%s));".formatted(target));
      source.add("Tensor valY = classes.transform(val.strings(%s));".formatted(target));
    }
  }

  private static void decode(SourceText source, Target target) {
    if (target.task() != AutoTask.REGRESSION) {
      source.add("model.decode(Decoding.classes(classes.classes()));");
    }
  }

  private static String save(SourceText source, String target) {
    source.add("ModelFiles.save(model, Path.of(args.length > 0 ? args[0] : \"model.keras\"));");
    return source.file(
        "Trains the model that predicts %s.\nIt is written to the file that is given, or to model.keras."
            .formatted(target));
  }
}
