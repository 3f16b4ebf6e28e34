// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli.inspect;

import io.nyala.examples.recipe.UsageException;
import io.nyala.files.Sha256;
import io.nyala.io.files.FormatException;
import io.nyala.io.files.Zip;
import io.nyala.io.hdf5.Hdf5File;
import io.nyala.io.tensorboard.EventFiles;
import io.nyala.io.torch.TorchFile;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.npy.Npy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Describes files by their content, not their name. */
public final class Inspection {
  private static final int DEPTH = 6;
  private static final int START = 9;
  private static final byte[] NPY = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  private Inspection() {}

  /**
   * Describes a file, or the checkpoints and event files in a folder.
   *
   * @throws IOException if a file cannot be read or is damaged
   * @throws UsageException if a folder contains neither
   */
  public static List<FileFacts> of(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    List<FileFacts> all = new ArrayList<>();
    for (Path each : Files.isDirectory(file) ? within(file) : List.of(file)) {
      all.add(one(each));
    }
    return all;
  }

  private static List<Path> within(Path folder) throws IOException {
    List<Path> found;
    try (Stream<Path> files = Files.walk(folder, DEPTH)) {
      found =
          files
              .filter(Files::isRegularFile)
              .filter(f -> CheckpointFacts.isNamed(f) || EventFiles.isEventFile(f))
              .sorted()
              .toList();
    }
    if (found.isEmpty()) {
      throw new UsageException(
          Files.exists(folder.resolve("saved_model.pb"))
              ? folder + " is a SavedModel of TensorFlow, which is not supported; save it as .keras"
              : folder + " is a folder without checkpoints or event files; pass a file");
    }
    return found;
  }

  private static FileFacts one(Path file) throws IOException {
    FileFacts facts = new FileFacts();
    facts.add("file", file.toString());
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(START);
    }
    if (EventFiles.isEventFile(file)) {
      EventFacts.add(file, facts);
    } else if (startsWith(start, NPY)) {
      Tensor array = Npy.read(file);
      facts.add("kind", "array").add("format", "npy");
      facts.add("dtype", array.dtype().keras()).add("shape", array.shape().toString());
    } else if (start.length > 1 && start[0] == 'P' && start[1] == 'K') {
      if (TorchFile.isOne(file)) {
        WeightsFacts.addTorch(file, facts);
      } else {
        addArchive(file, facts);
      }
    } else if (startsWith(start, Hdf5File.SIGNATURE)) {
      addHdf5(file, facts);
    } else if (start.length == START && (start[START - 1] == '{' || start[0] == '{')) {
      WeightsFacts.addSafetensors(file, facts);
    } else if (TorchFile.isOne(file)) {
      WeightsFacts.addTorch(file, facts);
    } else {
      throw new FormatException(
          file
              + (start.length == 0 ? " is empty" : " is of an unknown format")
              + "; expected a model, weights, an array, a checkpoint or an event file");
    }
    return facts.add("bytes", Files.size(file)).add("sha256", sha256(file));
  }

  private static void addArchive(Path file, FileFacts facts) throws IOException {
    try (Zip zip = Zip.open(file)) {
      if (CheckpointFacts.isOne(zip)) {
        CheckpointFacts.add(zip, file, facts);
      } else if (zip.names().contains("config.json")) {
        ModelFacts.addKeras(zip, file, facts);
      } else {
        WeightsFacts.addNpz(file, facts);
      }
    }
  }

  private static void addHdf5(Path file, FileFacts facts) throws IOException {
    try (Hdf5File hdf5 = Hdf5File.open(file)) {
      if (hdf5.text("", "model_config") != null) {
        ModelFacts.addH5(hdf5, file, facts);
      } else {
        WeightsFacts.addH5(hdf5, facts);
      }
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = Sha256.digest();
      byte[] piece = new byte[1 << 16];
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        digest.update(piece, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}
