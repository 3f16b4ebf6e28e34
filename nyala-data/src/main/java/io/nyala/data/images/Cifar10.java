// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import io.nyala.data.DataException;
import io.nyala.data.Examples;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The CIFAR-10 images, read from its binary files.
 *
 * <p>Inputs have shape {@code (n, 32, 32, 3)}, float32; targets shape {@code (n,)}, int32 in [0,
 * 10).
 *
 * @param train the images of {@code data_batch_1.bin} to {@code data_batch_5.bin}, as far as these
 *     exist
 * @param test the images of {@code test_batch.bin}
 * @param names the names of the ten classes
 */
public record Cifar10(Examples train, Examples test, List<String> names) {
  /** Height and width of an image. */
  public static final int SIZE = 32;

  /** The number of classes. */
  public static final int CLASSES = 10;

  private static final int PIXELS = SIZE * SIZE;
  private static final int CHANNELS = 3;
  private static final int RECORD = 1 + CHANNELS * PIXELS;
  private static final int PARTS = 5;

  /** Keeps a copy of the names. */
  public Cifar10 {
    names = List.copyOf(names);
  }

  /**
   * Reads {@code data_batch_1.bin} to {@code data_batch_5.bin}, as far as these exist, and {@code
   * test_batch.bin} from a folder.
   *
   * @param divisor the divisor of all values; 255 scales them to [0, 1]
   * @throws DataException if there is no training or no test file, or one is malformed
   */
  public static Cifar10 load(Path folder, float divisor) {
    List<Path> parts = new ArrayList<>();
    for (int i = 1; i <= PARTS; i++) {
      Path part = folder.resolve("data_batch_" + i + ".bin");
      if (Files.isRegularFile(part)) {
        parts.add(part);
      }
    }
    if (parts.isEmpty()) {
      throw new DataException(
          "no data_batch_1.bin in %s; hint: get the binary version of CIFAR-10 and unpack it"
              .formatted(folder));
    }
    return new Cifar10(
        read(parts, divisor),
        read(List.of(folder.resolve("test_batch.bin")), divisor),
        names(folder));
  }

  private static Examples read(List<Path> files, float divisor) {
    int rows = 0;
    for (Path file : files) {
      rows += rows(file);
    }
    float[] pixels = new float[Math.multiplyExact(rows, CHANNELS * PIXELS)];
    int[] labels = new int[rows];
    int row = 0;
    byte[] record = new byte[RECORD];
    for (Path file : files) {
      int last = row + rows(file);
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
        for (int first = row; row < last; row++) {
          if (in.readNBytes(record, 0, RECORD) < RECORD) {
            throw new DataException(file + ": the file became shorter while it was read");
          }
          labels[row] = label(file, row - first, record[0] & 0xff);
          unpack(record, pixels, row * CHANNELS * PIXELS, divisor);
        }
      } catch (IOException e) {
        throw new DataException("cannot read " + file + ": " + e.getMessage(), e);
      }
    }
    return new Examples(
        Tensor.of(Shape.of(rows, SIZE, SIZE, CHANNELS), pixels),
        Tensor.ofInts(Shape.of(rows), labels));
  }

  private static int rows(Path file) {
    try {
      long size = Files.size(file);
      if (size == 0 || size % RECORD != 0) {
        throw new DataException(
            ("%s: expected records of %d bytes (a label, then 32 x 32 red, green and blue "
                        + "values), got %d")
                    .formatted(file, RECORD, size)
                + " bytes; truncated, or the archive itself?");
      }
      return Math.toIntExact(size / RECORD);
    } catch (NoSuchFileException e) {
      throw new DataException(file + ": no such file; it is part of CIFAR-10", e);
    } catch (IOException e) {
      throw new DataException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static int label(Path file, int record, int label) {
    if (label >= CLASSES) {
      throw new DataException(
          "%s, record %d: label %d is not in 0 to 9; hint: is this CIFAR-10, not CIFAR-100?"
              .formatted(file, record, label));
    }
    return label;
  }

  /**
   * Converts an image: the file has all red values, then all green ones, then all blue ones; the
   * tensor has pixels.
   */
  private static void unpack(byte[] record, float[] into, int at, float divisor) {
    for (int p = 0; p < PIXELS; p++) {
      for (int c = 0; c < CHANNELS; c++) {
        into[at + CHANNELS * p + c] = (record[1 + c * PIXELS + p] & 0xff) / divisor;
      }
    }
  }

  private static List<String> names(Path folder) {
    Path file = folder.resolve("batches.meta.txt");
    try {
      if (Files.isRegularFile(file)) {
        List<String> names =
            Files.readAllLines(file).stream().map(String::strip).filter(s -> !s.isEmpty()).toList();
        if (names.size() == CLASSES) {
          return names;
        }
      }
    } catch (IOException e) {
      // The file of names is optional; the usual names are the default.
    }
    return List.of(
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
  }
}
