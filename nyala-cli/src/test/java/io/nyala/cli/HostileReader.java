// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.data.images.Images;
import io.nyala.data.text.TextFiles;
import io.nyala.data.text.WordVectorFiles;
import io.nyala.io.ModelFileException;
import io.nyala.io.ModelFiles;
import io.nyala.io.safetensors.Safetensors;
import io.nyala.io.torch.TorchFile;
import io.nyala.tensor.npy.Npz;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads every file of a folder in a small heap, and prints what came of each. */
final class HostileReader {
  private HostileReader() {}

  /** The argument is the folder. Prints {@code name, seconds of the processor, outcome}. */
  public static void main(String... args) throws IOException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of(args[0]))) {
      files =
          all.filter(f -> !f.getFileName().toString().matches(".*\\.(md|py)")).sorted().toList();
    }
    for (Path file : files) {
      long began = threads.getCurrentThreadCpuTime();
      String outcome = outcome(file);
      double seconds = (threads.getCurrentThreadCpuTime() - began) / 1e9;
      System.out.printf("%s\t%.3f\t%s%n", file.getFileName(), seconds, outcome);
    }
  }

  private static String outcome(Path file) {
    try {
      read(file);
      return "read";
    } catch (ModelFileException | IllegalArgumentException | IOException e) {
      return "refused: " + String.valueOf(e.getMessage()).replace('\n', ' ');
    } catch (Throwable e) {
      return "failed: " + e;
    }
  }

  private static void read(Path file) throws IOException {
    String name = file.getFileName().toString();
    String kind = name.substring(name.lastIndexOf('.') + 1);
    switch (kind) {
      case "keras", "h5" -> ModelFiles.load(file);
      case "safetensors" -> Safetensors.read(file);
      case "pt" -> TorchFile.readAll(file);
      case "npz" -> Npz.read(file);
      case "png" -> Images.load(file);
      case "gz" -> TextFiles.options().labelled(file);
      case "txt" -> WordVectorFiles.text(file);
      default -> throw new IllegalStateException("how is " + name + " read?");
    }
  }
}
