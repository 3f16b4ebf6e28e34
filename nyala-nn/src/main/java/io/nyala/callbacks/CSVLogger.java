// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import io.nyala.models.Callback;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Writes the logs of each epoch as a line of a CSV file: the epoch, counted from 0, then the names
 * of the first epoch in order. Where the first epoch has no validation, columns for it are added,
 * with {@code NA} where a value is missing, as in Keras 3 ({@code callbacks/csv_logger.py}).
 */
public final class CSVLogger extends Callback {
  private final Path file;
  private final String separator;
  private final boolean append;
  private BufferedWriter writer;
  private List<String> names;
  private boolean heading;

  /** Writes a new file, with commas. */
  public CSVLogger(Path file) {
    this(file, ",", false);
  }

  /**
   * Writes a file.
   *
   * @param append to an existing file, whose heading is kept, when training is taken up again
   */
  public CSVLogger(Path file, String separator, boolean append) {
    this.file = file;
    this.separator = separator;
    this.append = append;
  }

  @Override
  public void onTrainBegin() {
    try {
      close();
      heading = !append || !Files.exists(file) || Files.size(file) == 0;
      writer =
          Files.newBufferedWriter(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
      names = null;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the log of training to " + file, e);
    }
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    try {
      if (names == null) {
        names = new ArrayList<>(new TreeSet<>(logs.keySet()));
        if (names.stream().noneMatch(n -> n.startsWith("val_"))) {
          names.addAll(names.stream().map(n -> "val_" + n).toList());
        }
        if (heading) {
          writeLine("epoch", names);
        }
      }
      writeLine(
          Integer.toString(epoch),
          names.stream().map(n -> logs.containsKey(n) ? logs.get(n).toString() : "NA").toList());
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the log of training to " + file, e);
    }
  }

  private void writeLine(String first, List<String> rest) throws IOException {
    writer.write(
        first + rest.stream().map(r -> separator + r).collect(Collectors.joining()) + "\r\n");
  }

  @Override
  public void onTrainEnd(Map<String, Double> logs) {
    try {
      close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the log of training to " + file, e);
    }
  }

  private void close() throws IOException {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }
}
