// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.data.table.Row;
import io.nyala.data.table.Table;
import io.nyala.data.table.Tables;
import io.nyala.examples.recipe.UsageException;
import io.nyala.features.Feature;
import io.nyala.models.Model;
import io.nyala.models.serving.Decoding;
import io.nyala.models.serving.InputField;
import io.nyala.models.serving.NamedPredictor;
import io.nyala.models.serving.Prediction;
import io.nyala.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Predicts the rows of a table with a model whose inputs have the names of columns. */
final class TablePredictions {
  private static final List<String> TRUE = List.of("true", "yes", "t", "y");
  private static final List<String> FALSE = List.of("false", "no", "f", "n");

  private final Model model;
  private final Table table;
  private final Map<String, Integer> unreadable = new TreeMap<>();
  private final Map<String, String> columns = new LinkedHashMap<>();

  TablePredictions(Model model, Table table) {
    this.model = model;
    this.table = table;
  }

  /** Returns the predictions: a number, or the class and the probability of each class. */
  Table predict() {
    NamedPredictor predictor = model.namedPredictor();
    findColumns(predictor.inputs());
    List<Map<String, Object>> rows = new ArrayList<>();
    table.filter(
        row -> {
          rows.add(values(row, predictor.inputs()));
          return true;
        });
    List<Prediction> predictions = predictor.predictAll(rows);
    Map<String, List<Object>> result = new LinkedHashMap<>();
    Map<String, Decoding> decodings = model.decodings();
    for (Prediction prediction : predictions) {
      for (String output : prediction.names()) {
        Prediction one = prediction.output(output);
        if (decodings.containsKey(output) && !decodings.get(output).classNames().isEmpty()) {
          add(result, output, one.label());
          one.probabilities().forEach((name, p) -> add(result, output + "=" + name, p));
          continue;
        }
        double[] values = one.values();
        for (int i = 0; i < values.length; i++) {
          add(result, values.length == 1 ? output : output + "_" + (i + 1), values[i]);
        }
      }
    }
    return Tables.ofColumns(result);
  }

  private static void add(Map<String, List<Object>> result, String column, Object value) {
    result.computeIfAbsent(column, c -> new ArrayList<>()).add(value);
  }

  private void findColumns(List<InputField> inputs) {
    List<String> present = table.columnNames();
    List<String> missing = new ArrayList<>();
    for (InputField input : inputs) {
      present.stream()
          .filter(name -> Feature.inputName(name).equals(input.name()))
          .findFirst()
          .ifPresentOrElse(
              name -> columns.put(input.name(), name), () -> missing.add(input.name()));
    }
    if (!missing.isEmpty()) {
      String first = missing.getFirst();
      throw new UsageException(
          "--table: %s lacks the column%s %s of the model; %s"
              .formatted(
                  table.source(),
                  missing.size() == 1 ? "" : "s",
                  missing.stream().map(n -> '"' + n + '"').collect(Collectors.joining(", ")),
                  NearMatches.hint(first, present)));
    }
  }

  private Map<String, Object> values(Row row, List<InputField> inputs) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (InputField input : inputs) {
      String column = columns.get(input.name());
      String text = row.text(column, "");
      Object value = text.isEmpty() ? null : text;
      if (value != null && input.type().dtype() != DType.STRING) {
        value = number(row, column, text);
        if (value == null) {
          unreadable.merge(column, 1, Integer::sum);
        }
      }
      values.put(input.name(), value);
    }
    return values;
  }

  private Double number(Row row, String column, String text) {
    String word = text.toLowerCase(Locale.ROOT);
    if (TRUE.contains(word) || FALSE.contains(word)) {
      return TRUE.contains(word) ? 1.0 : 0.0;
    }
    try {
      return row.number(column);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Returns the columns that the model does not use. */
  List<String> ignored() {
    return table.columnNames().stream().filter(name -> !columns.containsValue(name)).toList();
  }

  /** Returns how many values of each column were no numbers, and were taken as missing. */
  Map<String, Integer> unreadable() {
    return unreadable;
  }
}
