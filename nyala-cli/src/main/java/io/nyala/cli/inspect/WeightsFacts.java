// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli.inspect;

import io.nyala.io.arrays.ArrayFile;
import io.nyala.io.hdf5.Hdf5Dataset;
import io.nyala.io.hdf5.Hdf5File;
import io.nyala.io.safetensors.Safetensors;
import io.nyala.io.torch.TorchFile;
import io.nyala.tensor.Shape;
import io.nyala.tensor.npy.NpzFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The content of a file of arrays without a model. */
final class WeightsFacts {
  private WeightsFacts() {}

  static void addNpz(Path file, FileFacts facts) throws IOException {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    try (NpzFile npz = NpzFile.open(file)) {
      npz.names().forEach(name -> shapes.put(name, npz.shape(name)));
    }
    facts.add("kind", "weights").add("format", "npz");
    add(shapes, facts);
  }

  static void addSafetensors(Path file, FileFacts facts) throws IOException {
    addArrays(Safetensors.open(file), facts);
  }

  static void addTorch(Path file, FileFacts facts) throws IOException {
    addArrays(TorchFile.open(file), facts);
  }

  private static void addArrays(ArrayFile file, FileFacts facts) throws IOException {
    try (file) {
      facts.add("kind", "weights").add("format", file.format());
      add(file.shapes(), facts);
    }
  }

  static void addH5(Hdf5File file, FileFacts facts) throws IOException {
    facts.add("kind", "weights").add("format", "h5");
    facts.add("keras_version", file.text("", "keras_version"));
    add(shapes(file.below("")), facts);
  }

  static Map<String, Shape> shapes(Map<String, Hdf5Dataset> arrays) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    arrays.forEach((path, array) -> shapes.put(path, array.shape()));
    return shapes;
  }

  static void add(Map<String, Shape> shapes, FileFacts facts) {
    facts.add("arrays", shapes.size());
    facts.add("numbers", shapes.values().stream().mapToLong(Shape::size).sum());
    List<Map<String, Object>> list =
        shapes.entrySet().stream().map(e -> entry(e.getKey(), e.getValue())).toList();
    facts.addList("weights", list, printed(shapes));
  }

  static Map<String, Object> entry(String path, Shape shape) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("path", path);
    form.put("shape", shape.dims());
    return form;
  }

  static String printed(Map<String, Shape> shapes) {
    int width = shapes.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder();
    shapes.forEach(
        (path, shape) ->
            text.append("  ")
                .append(path)
                .append(" ".repeat(width + 2 - path.length()))
                .append(shape)
                .append('\n'));
    return text.toString();
  }
}
