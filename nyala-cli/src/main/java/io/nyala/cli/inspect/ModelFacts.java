// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli.inspect;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.io.ModelFiles;
import io.nyala.io.files.Zip;
import io.nyala.io.hdf5.Hdf5File;
import io.nyala.layers.base.Layer;
import io.nyala.models.Model;
import io.nyala.optimizers.Optimizer;
import io.nyala.saving.Weights;
import io.nyala.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The content of a model file. */
final class ModelFacts {
  private static final String METADATA = "metadata.json";

  private ModelFacts() {}

  static void addKeras(Zip zip, Path file, FileFacts facts) throws IOException {
    facts.add("kind", "model").add("format", "keras");
    Map<String, Object> metadata =
        zip.names().contains(METADATA) ? JSON.std.mapFrom(zip.text(METADATA)) : Map.of();
    facts.add("keras_version", metadata.get("keras_version"));
    facts.add("date_saved", metadata.get("date_saved"));
    add(file, facts);
  }

  static void addH5(Hdf5File hdf5, Path file, FileFacts facts) throws IOException {
    facts.add("kind", "model").add("format", "h5");
    facts.add("keras_version", hdf5.text("", "keras_version"));
    facts.add("backend", hdf5.text("", "backend"));
    add(file, facts);
  }

  private static void add(Path file, FileFacts facts) {
    Model model;
    String uncompiled = null;
    try {
      model = ModelFiles.load(file);
    } catch (RuntimeException e) {
      model =
          ModelFiles.loadUncompiled(
              file); // reports problems other than those of the training configuration
      uncompiled = e.getMessage();
    }
    facts.add("model", model.name()).add("class", model.className());
    facts.add("inputs", String.valueOf(model.inputTypes()));
    facts.add("outputs", outputs(model));
    addTraining(model, uncompiled, facts);
    facts.add("layers", model.layers().size()).add("parameters", model.countParams());
    facts.add("weights_sha256", Weights.sha256(model));
    facts.addList("layer_list", layers(model), model.summary());
    Map<String, Shape> shapes = new LinkedHashMap<>();
    Weights.byPath(model).forEach((path, tensor) -> shapes.put(path, tensor.shape()));
    List<Map<String, Object>> weights =
        shapes.entrySet().stream().map(e -> WeightsFacts.entry(e.getKey(), e.getValue())).toList();
    facts.addList("weights", weights, WeightsFacts.printed(shapes));
  }

  private static String outputs(Model model) {
    List<String> outputs = new ArrayList<>();
    for (int i = 0; model.outputShapes() != null && i < model.outputShapes().size(); i++) {
      outputs.add(model.outputNames().get(i) + " " + model.outputShapes().get(i));
    }
    return String.join(", ", outputs);
  }

  private static void addTraining(Model model, String uncompiled, FileFacts facts) {
    Optimizer optimizer = model.optimizer();
    if (optimizer != null) {
      facts.add("optimizer", optimizer.getClass().getSimpleName());
      facts.add("iterations", optimizer.iterations());
      facts.add("learning_rate", optimizer.learningRate());
    } else {
      facts.add(
          "training",
          uncompiled == null ? "not compiled" : "cannot be trained further: " + uncompiled);
    }
  }

  private static List<Map<String, Object>> layers(Model model) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Layer layer : model.layers()) {
      Map<String, Object> form = new LinkedHashMap<>();
      form.put("name", layer.name());
      form.put("class", layer.className());
      form.put("parameters", layer.countParams());
      form.put("trainable", layer.trainable());
      all.add(form);
    }
    return all;
  }
}
