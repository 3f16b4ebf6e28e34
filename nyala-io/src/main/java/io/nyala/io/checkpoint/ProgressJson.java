// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.checkpoint;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.io.files.FormatException;
import io.nyala.io.files.JsonText;
import io.nyala.io.hdf5.Hdf5Array;
import io.nyala.io.hdf5.Hdf5File;
import io.nyala.io.hdf5.Hdf5Group;
import io.nyala.models.training.DataPosition;
import io.nyala.models.training.Progress;
import io.nyala.models.training.TrainingMemory;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of a checkpoint other than variables, as JSON. Tensors in it become numbered arrays, and
 * numbers that JSON cannot represent become strings.
 */
final class ProgressJson {
  private static final String TENSOR = "__tensor__";
  private static final String FLOAT = "__float__";
  private static final JSON WRITER = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

  private final Hdf5Group arrays;
  private int tensors;

  private ProgressJson(Hdf5Group arrays) {
    this.arrays = arrays;
  }

  // Writing

  static String write(Progress p, Hdf5Group arrays) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("seed", p.seed());
    form.put("shards", p.shards());
    form.put("epoch", p.epoch());
    form.put("batch", p.batch());
    form.put("stopped", p.stopped());
    form.put("iterations", p.iterations());
    form.put("learning_rate", p.learningRate());
    form.put("running", p.running());
    form.put("metrics", p.metrics());
    form.put("states", p.states());
    form.put("callbacks", p.callbacks());
    form.put("conditions", p.conditions());
    TrainingMemory m = p.memory();
    form.put(
        "memory",
        m == null ? null : List.of(m.rows(), m.activations(), m.parameters(), m.slots(), m.used()));
    form.put("start", form(p.start()));
    form.put("position", form(p.position()));
    try {
      return WRITER.asString(new ProgressJson(arrays).encode(form));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the state of the callbacks", e);
    }
  }

  private static List<Long> form(DataPosition p) {
    return List.of(p.pass(), p.batch(), p.batches(), p.draws());
  }

  private Object encode(Object value) {
    return switch (value) {
      case null -> null;
      case Tensor t -> {
        arrays.put("tensors/" + tensors, Hdf5Array.of(t));
        yield Map.of(TENSOR, tensors++);
      }
      case Double d when d.isNaN() || d.isInfinite() -> Map.of(FLOAT, d.toString());
      case List<?> list -> {
        List<Object> all = new ArrayList<>();
        list.forEach(each -> all.add(encode(each)));
        yield all;
      }
      case Map<?, ?> map -> {
        Map<String, Object> all = new LinkedHashMap<>();
        map.forEach((k, v) -> all.put(String.valueOf(k), encode(v)));
        yield all;
      }
      case Number n -> n;
      case Boolean b -> b;
      case String s -> s;
      default ->
          throw new IllegalArgumentException(
              ("a callback's state contains a %s; only numbers, booleans, strings, tensors and "
                      + "lists can be saved")
                  .formatted(value.getClass().getName()));
    };
  }

  // Reading

  /**
   * Reads the output of {@link #write}.
   *
   * @param file the name of the source in messages
   * @throws FormatException if it is malformed
   */
  static Progress read(String json, Hdf5File arrays, Path file) throws IOException {
    try {
      return progress((Map<?, ?>) decode(JsonText.object(json, file + ", the state"), arrays));
    } catch (ClassCastException | NullPointerException | IndexOutOfBoundsException e) {
      throw new FormatException(file + ": the state differs from what was written", e);
    }
  }

  @SuppressWarnings("unchecked") // from write()
  private static Progress progress(Map<?, ?> map) {
    Map<String, Object> form = (Map<String, Object>) map;
    return new Progress(
        ((Number) form.get("seed")).longValue(),
        (Integer) form.getOrDefault("shards", 0),
        (Integer) form.get("epoch"),
        (Integer) form.get("batch"),
        (Boolean) form.get("stopped"),
        ((Number) form.get("iterations")).longValue(),
        (Double) form.get("learning_rate"),
        (List<Double>) form.get("running"),
        (List<List<Double>>) form.get("metrics"),
        (List<List<Tensor>>) form.get("states"),
        (List<Map<String, Object>>) form.get("callbacks"),
        (Map<String, String>) form.getOrDefault("conditions", Map.of()),
        memory((List<Number>) form.get("memory")),
        position((List<Number>) form.get("start")),
        position((List<Number>) form.get("position")));
  }

  private static DataPosition position(List<Number> all) {
    return all == null
        ? DataPosition.START
        : new DataPosition(
            all.get(0).longValue(),
            all.get(1).longValue(),
            all.get(2).longValue(),
            all.get(3).longValue());
  }

  private static TrainingMemory memory(List<Number> all) {
    return all == null
        ? null
        : new TrainingMemory(
            all.get(0).intValue(),
            all.get(1).longValue(),
            all.get(2).longValue(),
            all.get(3).longValue(),
            all.get(4).longValue());
  }

  private static Object decode(Object value, Hdf5File arrays) throws IOException {
    if (value instanceof List<?> list) {
      List<Object> all = new ArrayList<>();
      for (Object each : list) {
        all.add(decode(each, arrays));
      }
      return all;
    }
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    if (map.get(TENSOR) instanceof Integer n) {
      return arrays.dataset("tensors/" + n).readTyped();
    }
    if (map.get(FLOAT) instanceof String text) {
      return Double.valueOf(text);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    for (Map.Entry<?, ?> e : map.entrySet()) {
      all.put(String.valueOf(e.getKey()), decode(e.getValue(), arrays));
    }
    return all;
  }
}
