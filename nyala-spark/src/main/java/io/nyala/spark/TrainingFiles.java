// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import io.nyala.data.streams.NpyBatches;
import io.nyala.tensor.npy.NpyRows;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a DataFrame as {@code .npy} files in a folder that all workers see. Each partition
 * has files of its own, and their order is that of the partitions.
 *
 * @param folder the folder
 * @param parts the partitions with rows, in their order
 * @param inputs the number of inputs of the network
 * @param outputs the number of its outputs
 * @param weighted whether rows have weights
 */
record TrainingFiles(
    String folder, ArrayList<Part> parts, int inputs, int outputs, boolean weighted)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * The rows of one partition.
   *
   * @param name the beginning of the names of its files, with the task that has written them
   * @param training the number of rows for training
   * @param validation the number of rows for validation
   */
  record Part(String name, int training, int validation) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** What a row is for. */
  enum Use {
    TRAINING,
    VALIDATION
  }

  /** Returns the file of a partition with the values of an input, a target or the weights. */
  static Path file(String folder, String part, Use use, String values) {
    return Path.of(folder, "%s-%s-%s.npy".formatted(use.name().toLowerCase(), part, values));
  }

  static String input(int number) {
    return "x" + number;
  }

  static String target(int number) {
    return "y" + number;
  }

  static final String WEIGHTS = "weights";

  long rows(Use use) {
    return parts.stream().mapToLong(part -> rows(part, use)).sum();
  }

  private static int rows(Part part, Use use) {
    return use == Use.TRAINING ? part.training() : part.validation();
  }

  /**
   * Opens the rows.
   *
   * @throws NyalaSparkException if this machine does not see the files
   */
  NpyBatches open(Use use, int batch) {
    List<NpyRows> x = new ArrayList<>();
    List<NpyRows> y = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      x.add(open(use, input(i)));
    }
    for (int i = 0; i < outputs; i++) {
      y.add(open(use, target(i)));
    }
    return NpyBatches.of(x, y, weighted ? List.of(open(use, WEIGHTS)) : List.of(), batch);
  }

  private NpyRows open(Use use, String values) {
    List<Path> files =
        parts.stream()
            .filter(part -> rows(part, use) > 0)
            .map(part -> file(folder, part.name(), use, values))
            .toList();
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new NyalaSparkException(
            ("%s, which another machine has written, is not there; set cacheDir to a folder on "
                    + "storage that the driver and all executors share")
                .formatted(file));
      }
    }
    try {
      return NpyRows.open(files);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the rows to train with: " + e.getMessage(), e);
    }
  }
}
