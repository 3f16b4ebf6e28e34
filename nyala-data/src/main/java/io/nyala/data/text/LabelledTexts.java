// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import io.nyala.data.table.Table;
import io.nyala.data.table.Tables;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Texts with their classes.
 *
 * @param texts the texts
 * @param labels the class of each text, int32 {@code (texts,)}
 * @param classes the class names, indexed by label
 * @param names the source of each text, {@code class/file}
 */
public record LabelledTexts(
    List<String> texts, Tensor labels, List<String> classes, List<String> names) {
  /** The name of the column of the texts in {@link #table}. */
  public static final String TEXT = "text";

  /** The name of the column of the classes in {@link #table}. */
  public static final String CLASS = "class";

  /** Makes unmodifiable copies of the lists. */
  public LabelledTexts {
    texts = List.copyOf(texts);
    classes = List.copyOf(classes);
    names = List.copyOf(names);
  }

  /** Returns the texts as a column of strings {@code (texts, 1)}, the input of a model. */
  public Tensor tensor() {
    return Tensor.ofStrings(Shape.of(texts.size(), 1), texts.toArray(String[]::new));
  }

  /** Returns the number of texts. */
  public int size() {
    return texts.size();
  }

  /** Returns the texts as a table with the columns {@code text} and {@code class}. */
  public Table table() {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    columns.put(TEXT, texts);
    columns.put(CLASS, Arrays.stream(labels.ints()).mapToObj(classes::get).toList());
    return Tables.ofColumns(columns);
  }

  /** Returns the names of the texts that contain only white space. */
  public List<String> empty() {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).isBlank()) {
        found.add(names.get(i));
      }
    }
    return found;
  }
}
