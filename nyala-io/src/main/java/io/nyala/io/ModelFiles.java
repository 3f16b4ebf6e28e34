// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import io.nyala.io.arrays.ArrayFile;
import io.nyala.io.files.FormatException;
import io.nyala.io.keras.KerasArchive;
import io.nyala.io.keras.LegacyH5;
import io.nyala.io.safetensors.Safetensors;
import io.nyala.io.torch.TorchFile;
import io.nyala.models.Model;
import io.nyala.saving.LoadedWeights;
import io.nyala.saving.Weights;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Saves and loads models and weights. The file name determines the format when writing; when
 * reading, the format is detected from the content.
 */
public final class ModelFiles {
  private ModelFiles() {}

  @FunctionalInterface
  private interface Reading<T> {
    T run() throws IOException;
  }

  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }

  // Whole models

  /**
   * Saves a model with its weights, compile settings and optimizer state. The file appears when it
   * is complete and on disk; an existing file is kept until then.
   *
   * @param file {@code .keras}, or {@code .h5} for Keras's older format
   * @throws ModelFileException if it cannot be written
   * @throws IllegalArgumentException if the extension is not supported, or an operation between
   *     layers has no Keras equivalent
   */
  public static void save(Model model, Path file) {
    // Training in another thread waits meanwhile, so that the file is a consistent snapshot.
    model.reading(
        () -> {
          write(model, file);
          return file;
        });
  }

  private static void write(Model model, Path file) {
    String name = file.getFileName().toString();
    if (name.endsWith(".weights.h5")) {
      throw new IllegalArgumentException(
          file + " is the extension of a weights file; use saveWeights, or another name");
    } else if (name.endsWith(".keras")) {
      writing(file, () -> KerasArchive.write(model, file));
    } else if (name.endsWith(".h5") || name.endsWith(".hdf5")) {
      writing(file, () -> LegacyH5.write(model, file));
    } else {
      throw new IllegalArgumentException("expected a name that ends in .keras or .h5, got " + file);
    }
  }

  /**
   * Loads a model with its weights and, if it was compiled, its compile settings and optimizer
   * state.
   *
   * @param file {@code .keras}, or {@code .h5} of Keras 1 to 3
   * @throws ModelFileException if it cannot be read or is damaged
   * @throws IllegalArgumentException if a layer is unknown, or weights do not fit
   */
  public static Model load(Path file) {
    return load(file, true);
  }

  /** Loads a model for prediction: like {@link #load}, but not compiled. */
  public static Model loadUncompiled(Path file) {
    return load(file, false);
  }

  private static Model load(Path file, boolean compiled) {
    return reading(
        file,
        () ->
            switch (FileKind.of(file)) {
              case KERAS -> KerasArchive.read(file, compiled);
              case HDF5 -> LegacyH5.read(file, compiled);
              case NPZ, SAFETENSORS, TORCH ->
                  throw new FormatException(
                      "the file contains only weights; create the model and use loadWeights");
            });
  }

  // Weights

  /**
   * Saves only the weights; the file appears when it is complete and on disk.
   *
   * @param file {@code .weights.h5} as Keras 3 writes it, with the optimizer's state; {@code
   *     .safetensors}; or {@code .npz}
   * @throws ModelFileException if it cannot be written
   */
  public static void saveWeights(Model model, Path file) {
    model.reading(
        () -> {
          writeWeights(model, file);
          return file;
        });
  }

  private static void writeWeights(Model model, Path file) {
    String name = file.getFileName().toString();
    if (name.endsWith(".h5") || name.endsWith(".hdf5")) {
      writing(file, () -> LegacyH5.writeWeights(model, file));
    } else if (name.endsWith(".safetensors")) {
      writing(file, () -> Safetensors.write(file, Weights.byPath(model)));
    } else if (name.endsWith(".npz")) {
      Weights.save(model, file);
    } else {
      throw new IllegalArgumentException(
          "expected a name that ends in .weights.h5, .safetensors or .npz, got " + file);
    }
  }

  /**
   * Loads weights into a model; changes nothing unless all fit.
   *
   * @param file any supported file, including whole models
   * @throws ModelFileException if it cannot be read or is damaged
   * @throws IllegalArgumentException if a weight is missing or has another shape, or the file is of
   *     PyTorch ({@link io.nyala.io.torch.TorchFile})
   * @throws IllegalStateException if another thread is training the model
   */
  public static void loadWeights(Model model, Path file) {
    model.replacing("loadWeights", () -> readWeights(model, file));
  }

  private static void readWeights(Model model, Path file) {
    reading(
        file,
        () -> {
          switch (FileKind.of(file)) {
            case KERAS -> KerasArchive.readWeights(file, model);
            case HDF5 -> LegacyH5.readWeights(file, model);
            case SAFETENSORS -> Weights.load(model, ours(file), file.toString());
            case NPZ -> Weights.load(model, file);
            case TORCH -> throw new IllegalArgumentException(notOurs(file));
          }
          return null;
        });
  }

  /**
   * Loads the weights of a file whose layer names and shapes fit the model, such as those of a
   * pretrained network without its classifier. Other weights of the model stay as they are.
   *
   * <p>This is Keras's {@code load_weights(file, by_name=True, skip_mismatch=True)} for all
   * formats; layers inside models in models are found as well.
   *
   * @param file any supported file, including whole models
   * @return the weights that were loaded, those that were not, and why
   * @throws ModelFileException if it cannot be read or is damaged
   * @throws IllegalStateException if another thread is training the model
   */
  public static LoadedWeights loadMatchingWeights(Model model, Path file) {
    LoadedWeights[] loaded = new LoadedWeights[1];
    model.replacing(
        "loadMatchingWeights",
        () ->
            loaded[0] =
                reading(
                    file,
                    () ->
                        switch (FileKind.of(file)) {
                          case KERAS -> KerasArchive.readMatching(file, model);
                          case HDF5 -> LegacyH5.readMatching(file, model);
                          case SAFETENSORS -> Weights.loadMatching(model, ours(file));
                          case NPZ -> Weights.loadMatching(model, file);
                          case TORCH -> throw new IllegalArgumentException(notOurs(file));
                        }));
    return loaded[0];
  }

  /** Reads arrays that are not of PyTorch, which are called {@code fc1.weight}. */
  private static Map<String, Tensor> ours(Path file) throws IOException {
    try (ArrayFile arrays = Safetensors.open(file)) {
      Set<String> names = arrays.shapes().keySet();
      if (names.stream().noneMatch(name -> name.contains("/"))
          && names.stream().anyMatch(name -> name.endsWith(".weight"))) {
        throw new IllegalArgumentException(notOurs(file));
      }
      return arrays.readAll();
    }
  }

  /**
   * Arrays of PyTorch have other names, and their axes another order. Some would fit by accident.
   */
  private static String notOurs(Path file) {
    return file
        + ": a state dictionary of PyTorch has other names and orders of axes than this model."
        + " Networks of the zoo load it, as in Zoo.resNet50().weights(file); for other models, read"
        + " its arrays with TorchFile or Safetensors and set them with setWeights";
  }

  /**
   * Opens a file of named arrays that may be of another library.
   *
   * @return the arrays of {@code .safetensors}, an index of several such files, {@code .pt} or
   *     {@code .pth}; nothing for other formats, whose weights have Keras's names
   * @throws ModelFileException if it cannot be read or is damaged
   */
  public static Optional<ArrayFile> arrays(Path file) {
    return reading(
        file,
        () ->
            switch (FileKind.of(file)) {
              case SAFETENSORS -> Optional.of(Safetensors.open(file));
              case TORCH -> Optional.of(TorchFile.open(file));
              case KERAS, HDF5, NPZ -> Optional.empty();
            });
  }

  // Errors

  private static <T> T reading(Path file, Reading<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new ModelFileException("cannot read %s: %s".formatted(file, reason(e)), e);
    }
  }

  private static void writing(Path file, Writing work) {
    try {
      work.run();
    } catch (IOException e) {
      throw new ModelFileException("cannot write %s: %s".formatted(file, reason(e)), e);
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException n -> "no such file";
      case AccessDeniedException d -> "permission denied for " + d.getFile();
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
