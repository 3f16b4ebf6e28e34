// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.safetensors;

import io.nyala.io.arrays.ArrayFile;
import io.nyala.io.files.FormatException;
import io.nyala.io.files.JsonText;
import io.nyala.limits.Limits;
import io.nyala.settings.Names;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Arrays in several files, as Hugging Face divides large ones. The index, {@code
 * model.safetensors.index.json}, says in which file an array is.
 */
final class SafetensorsIndex implements ArrayFile {
  private static final String MAP = "weight_map";

  private final Path index;
  private final Map<String, SafetensorsFile> files = new LinkedHashMap<>();
  private final Map<String, SafetensorsFile> places = new LinkedHashMap<>();
  private final Map<String, Shape> shapes = new LinkedHashMap<>();

  private SafetensorsIndex(Path index) {
    this.index = index;
  }

  /** Returns whether a file is JSON. One of arrays begins with the length of its header. */
  static boolean isOne(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(8);
      return start.length > 0 && start[0] == '{' && (start.length < 8 || start[7] != 0);
    }
  }

  /** Opens an index and its files; fails like {@link Safetensors#open}. */
  static SafetensorsIndex open(Path index) throws IOException {
    SafetensorsIndex opened = new SafetensorsIndex(index);
    try {
      opened.readIndex();
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void readIndex() throws IOException {
    Limits.inForce().checkJson(Files.size(index), index.toString());
    String json = new String(Files.readAllBytes(index), StandardCharsets.UTF_8);
    if (!(JsonText.object(json, index.toString()).get(MAP) instanceof Map<?, ?> map)) {
      throw new FormatException(
          "%s: expected {\"%s\": {array: file}}, as in model.safetensors.index.json"
              .formatted(index, MAP));
    }
    for (Map.Entry<?, ?> each : map.entrySet()) {
      String array = String.valueOf(each.getKey());
      if (!(each.getValue() instanceof String name) || !name.matches("[\\w.-]+\\.safetensors")) {
        throw new FormatException(
            "%s: array \"%s\" is in \"%s\", which is not a safetensors file of this folder"
                .formatted(index, array, each.getValue()));
      }
      SafetensorsFile file = file(name, array);
      Shape shape = file.shapes().get(array);
      if (shape == null) {
        throw new FormatException(
            "%s: array \"%s\" is not in %s, which has %s"
                .formatted(index, array, name, Names.list(array, file.shapes().keySet())));
      }
      places.put(array, file);
      shapes.put(array, shape);
    }
  }

  private SafetensorsFile file(String name, String array) throws IOException {
    SafetensorsFile file = files.get(name);
    if (file == null) {
      try {
        file = SafetensorsFile.open(index.resolveSibling(name));
      } catch (NoSuchFileException e) {
        throw new FormatException(
            "%s: array \"%s\" is in %s, which is not beside it".formatted(index, array, name), e);
      }
      files.put(name, file);
    }
    return file;
  }

  @Override
  public String format() {
    return "safetensors in %d files".formatted(files.size());
  }

  @Override
  public Map<String, Shape> shapes() {
    return Collections.unmodifiableMap(shapes);
  }

  @Override
  public Map<String, Tensor> readAll() throws IOException {
    Limits.inForce().checkMemory(SafetensorsFile.memory(shapes), index.toString());
    return ArrayFile.super.readAll();
  }

  @Override
  public Tensor read(String name) throws IOException {
    SafetensorsFile file = places.get(name);
    if (file == null) {
      throw new FormatException(
          "%s: has no array \"%s\"; %s".formatted(index, name, Names.hint(name, shapes.keySet())));
    }
    return file.read(name);
  }

  @Override
  public void close() throws IOException {
    for (SafetensorsFile file : files.values()) {
      file.close();
    }
  }
}
