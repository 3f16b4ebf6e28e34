// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import io.nyala.files.AtomicFile;
import io.nyala.io.files.FormatException;
import io.nyala.io.hdf5.Hdf5File;
import io.nyala.io.hdf5.Hdf5Group;
import io.nyala.io.hdf5.Hdf5Writer;
import io.nyala.io.keras.KerasWeights.Filling;
import io.nyala.legacy.KerasVersion;
import io.nyala.models.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * HDF5 files: the whole models ({@code .h5}) and the weights of Keras 1 and 2, which Keras 3 still
 * writes, and the weights of Keras 3 ({@code .weights.h5}).
 */
public final class LegacyH5 {
  private LegacyH5() {}

  /** Returns whether a file begins as HDF5 files do. */
  public static boolean isHdf5(byte[] start) {
    return start.length >= 8 && java.util.Arrays.equals(start, 0, 8, Hdf5File.SIGNATURE, 0, 8);
  }

  // Reading

  /**
   * Reads a whole model.
   *
   * @param compiled whether with its way of training and the optimizer's state, where it has them
   */
  public static Model read(Path path, boolean compiled) throws IOException {
    String what = path.toString();
    try (Hdf5File file = Hdf5File.open(path)) {
      String config = file.text("", "model_config");
      if (config == null) {
        throw new FormatException(
            what
                + ": has weights but no model; make the model and read them with loadWeights, or"
                + " save it whole");
      }
      String training = compiled ? file.text("", "training_config") : null;
      Map<String, Object> form = KerasJson.read(config, what + ", model_config");
      if (training != null) {
        form.put(
            "compile_config", compileForm(KerasJson.read(training, what + ", training_config")));
      }
      KerasVersion version = version(file, form);
      form.put(KerasVersion.KEY, version.major() + "." + version.minor() + suffix(version));
      Map<String, Object> modern = KerasConfigs.modernize(form, what);
      Model model = KerasConfigs.model(modern, version, training != null, what);
      OlderArrays layout = LegacyWeights.layout(file, version);
      List<Filling> fillings = new ArrayList<>(LegacyWeights.find(model, file, what, layout));
      Runnable state = LegacyOptimizer.find(model, modern, file, what, layout, fillings);
      Filling.fillAll(fillings);
      state.run();
      return model;
    }
  }

  private static String suffix(KerasVersion version) {
    return version.inTensorFlow() ? ".0-tf" : ".0";
  }

  /** Returns the version that a file says; else what its model shows, for what was before. */
  private static KerasVersion version(Hdf5File file, Map<String, Object> form) throws IOException {
    KerasVersion said = version(file);
    if (said != null) {
      return said;
    }
    KerasVersion shown = KerasVersion.of(form);
    return shown.major() < 2 ? shown : KerasVersion.UNKNOWN;
  }

  private static KerasVersion version(Hdf5File file) throws IOException {
    String text = file.text("", KerasVersion.KEY);
    return KerasVersion.parse(text == null ? file.text("model_weights", KerasVersion.KEY) : text);
  }

  private static Map<String, Object> compileForm(Map<String, Object> training) {
    Map<String, Object> form = new LinkedHashMap<>(training);
    form.put("optimizer", form.remove("optimizer_config"));
    return form;
  }

  /** Reads only the weights, of either layout, into a model that exists. */
  public static void readWeights(Path path, Model model) throws IOException {
    String what = path.toString();
    try (Hdf5File file = Hdf5File.open(path)) {
      if (KerasWeights.isIn(file)) {
        KerasWeights.read(model, null, file, what, null);
      } else {
        // Keras 1 did not say which it was where it wrote weights alone.
        KerasVersion said = version(file);
        OlderArrays layout =
            LegacyWeights.layout(file, said == null ? new KerasVersion(1, 0, false) : said);
        Filling.replaceAll(LegacyWeights.find(model, file, what, layout));
      }
    }
  }

  // Writing

  /** Writes a whole model in the older format, at once or not at all. */
  public static void write(Model model, Path path) throws IOException {
    Hdf5Group root = new Hdf5Group();
    root.attribute("keras_version", KerasArchive.VERSION).attribute("backend", "tensorflow");
    Map<String, Object> present = model.toConfig();
    ReadBack.check(present, path);
    Map<String, Object> form = LegacyConfigs.legacyForm(present);
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("class_name", form.get("class_name"));
    config.put("config", form.get("config"));
    if (form.containsKey("seed")) {
      config.put("seed", form.get("seed"));
    }
    root.attribute("model_config", KerasJson.write(config));
    if (form.get("compile_config") instanceof Map<?, ?> compile && !compile.isEmpty()) {
      root.attribute("training_config", KerasJson.write(LegacyConfigs.trainingForm(compile)));
      LegacyOptimizer.write(model, root);
    }
    LegacyWeights.write(model, root.group("model_weights"));
    AtomicFile.write(path, out -> Hdf5Writer.write(root, out));
  }

  /** Writes the weights as Keras 3 does, with the optimizer's state where there is one. */
  public static void writeWeights(Model model, Path path) throws IOException {
    Hdf5Group root = new Hdf5Group();
    KerasWeights.write(model, root);
    AtomicFile.write(path, out -> Hdf5Writer.write(root, out));
  }
}
