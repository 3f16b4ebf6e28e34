// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import io.nyala.files.AtomicFile;
import io.nyala.io.files.FormatException;
import io.nyala.io.files.StoredZip;
import io.nyala.io.files.Zip;
import io.nyala.io.hdf5.Hdf5File;
import io.nyala.io.hdf5.Hdf5Group;
import io.nyala.io.hdf5.Hdf5Writer;
import io.nyala.legacy.KerasVersion;
import io.nyala.models.Model;
import io.nyala.saving.LoadedWeights;
import io.nyala.settings.Names;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keras's own format, {@code .keras}: an archive of the architecture, the weights and the
 * optimizer's state. Reads files of Keras 2.13 to 3 and writes files for Keras 3.
 */
public final class KerasArchive {
  private static final String CONFIG = "config.json";
  private static final String METADATA = "metadata.json";
  static final String WEIGHTS = "model.weights.h5";

  /** The version of Keras whose format is written. */
  static final String VERSION = "3.10.0";

  private KerasArchive() {}

  // Writing

  /**
   * Writes a model atomically.
   *
   * @throws IllegalArgumentException if an operation between its layers has no Keras equivalent
   */
  public static void write(Model model, Path file) throws IOException {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put(KerasVersion.KEY, VERSION);
    // No date: equal models make equal files.
    metadata.put("date_saved", "1980-01-01@00:00:00");
    Map<String, Object> form = model.toConfig();
    ReadBack.check(form, file);
    String config = KerasJson.write(form);
    Hdf5Group weights = new Hdf5Group();
    KerasWeights.write(model, weights);
    AtomicFile.write(
        file,
        out -> {
          StoredZip zip = new StoredZip(out);
          zip.text(METADATA, KerasJson.write(metadata));
          zip.text(CONFIG, config);
          zip.entry(WEIGHTS, Hdf5Writer.size(weights), o -> Hdf5Writer.write(weights, o));
          zip.finish();
        });
  }

  // Reading

  /**
   * Reads a model.
   *
   * @param compiled whether to read the compile settings and the optimizer's state, if present
   * @throws FormatException if the file is damaged
   * @throws IllegalArgumentException if a layer is unknown or a weight does not fit
   */
  public static Model read(Path file, boolean compiled) throws IOException {
    try (Zip zip = Zip.open(file)) {
      Map<String, Object> config = KerasJson.read(zip.text(CONFIG), file + ", " + CONFIG);
      if (version(zip, file) instanceof String said) {
        config.put(KerasVersion.KEY, said);
      }
      boolean features = FeatureSpaces.isOne(config);
      Map<String, Object> whole =
          features
              ? FeatureSpaces.model(config, zip, file.toString())
              : FeatureSpaces.plain(Assets.insert(config, zip, file.toString()));
      Map<String, Object> modern = KerasConfigs.modernize(whole, file.toString());
      KerasVersion version = KerasVersion.of(config);
      Model model = KerasConfigs.model(modern, version, compiled, file.toString());
      if (!features) {
        readWeights(zip, file, model, modern, compiled ? version : null);
      } else if (!model.weights().isEmpty()) {
        throw new FormatException(
            "%s: a FeatureSpace with a preprocessor that has weights: %s"
                .formatted(file, model.weights()));
      }
      return model;
    }
  }

  /**
   * Returns the Keras version that wrote a file, or null; configurations differ between versions.
   */
  private static Object version(Zip zip, Path file) throws IOException {
    return zip.names().contains(METADATA)
        ? KerasJson.read(zip.text(METADATA), file + ", " + METADATA).get(KerasVersion.KEY)
        : null;
  }

  /** Reads only the weights into an existing model. */
  public static void readWeights(Path file, Model model) throws IOException {
    try (Zip zip = Zip.open(file)) {
      // The names of a model created in code need not match those in the file, so weights are
      // matched by order, as in Keras.
      readWeights(zip, file, model, null, null);
    }
  }

  /** Reads the arrays that fit the weights of a model by name and shape, and no others. */
  public static LoadedWeights readMatching(Path path, Model model) throws IOException {
    try (Zip zip = Zip.open(path);
        Hdf5File weights = Hdf5File.open(zip.content(WEIGHTS), path + ", " + WEIGHTS)) {
      return ArraysByName.load(model, weights, null, path.toString());
    }
  }

  private static void readWeights(
      Zip zip, Path file, Model model, Map<String, Object> config, KerasVersion compiled)
      throws IOException {
    if (!zip.names().contains(WEIGHTS)) {
      throw new FormatException(
          "%s: has no %s; it has %s".formatted(file, WEIGHTS, Names.list(WEIGHTS, zip.names())));
    }
    String what = file + ", " + WEIGHTS;
    try (Hdf5File weights = Hdf5File.open(zip.content(WEIGHTS), what)) {
      KerasWeights.read(model, config, weights, what, compiled);
    }
  }

  /** Returns whether an archive is a {@code .keras} file. */
  public static boolean isOne(Path file) throws IOException {
    return Zip.has(file, CONFIG);
  }
}
