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
import io.nyala.saving.LoadedWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * HDF5 files: whole models ({@code .h5}) and weights of Keras 1 and 2, which Keras 3 can still
 * write, and weights of Keras 3 ({@code .weights.h5}).
 */
public final class LegacyH5 {
  private LegacyH5() {}

  /** Returns whether a file begins with the HDF5 signature. */
  public static boolean isHdf5(byte[] start) {
    return start.length >= 8 && java.util.Arrays.equals(start, 0, 8, Hdf5File.SIGNATURE, 0, 8);
  }

  // Reading

  /**
   * Reads a whole model.
   *
   * @param compiled whether to read the compile settings and the optimizer's state, if present
   */
  public static Model read(Path path, boolean compiled) throws IOException {
    String what = path.toString();
    try (Hdf5File file = Hdf5File.open(path)) {
      String config = file.text("", "model_config");
      if (config == null) {
        throw new FormatException(
            what
                + ": contains weights but no model; create the model and use loadWeights, or save "
                + "the whole model");
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

  /** Returns the version in the file. Older files have none; it is then inferred from the model. */
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

  /** Reads only the weights, in either layout, into an existing model. */
  public static void readWeights(Path path, Model model) throws IOException {
    String what = path.toString();
    try (Hdf5File file = Hdf5File.open(path)) {
      if (KerasWeights.isIn(file)) {
        KerasWeights.read(model, null, file, what, null);
      } else {
        Filling.replaceAll(LegacyWeights.find(model, file, what, weightsLayout(file)));
      }
    }
  }

  /** Reads the arrays that fit the weights of a model by name and shape, and no others. */
  public static LoadedWeights readMatching(Path path, Model model) throws IOException {
    try (Hdf5File file = Hdf5File.open(path)) {
      return ArraysByName.load(model, file, weightsLayout(file), path.toString());
    }
  }

  /** Keras 1 stored no version in files of weights. */
  private static OlderArrays weightsLayout(Hdf5File file) throws IOException {
    KerasVersion said = version(file);
    return LegacyWeights.layout(file, said == null ? new KerasVersion(1, 0, false) : said);
  }

  // Writing

  /** Writes a whole model in the older format atomically. */
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

  /** Writes the weights like Keras 3, with the optimizer's state if there is one. */
  public static void writeWeights(Model model, Path path) throws IOException {
    Hdf5Group root = new Hdf5Group();
    KerasWeights.write(model, root);
    AtomicFile.write(path, out -> Hdf5Writer.write(root, out));
  }
}
