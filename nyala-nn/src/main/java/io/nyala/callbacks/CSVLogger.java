// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import io.nyala.models.Callback;
import io.nyala.settings.Arguments;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Writes the logs of each epoch as a line of a CSV file: the epoch, counted from 0, then the values
 * in the order of the first epoch. If the first epoch has no validation, columns for it are added.
 * Missing values are written as {@code NA}, as in Keras 3 ({@code callbacks/csv_logger.py}).
 *
 * <p>A resumed training run continues in the same file: lines of epochs that are trained again are
 * removed.
 */
public final class CSVLogger extends Callback {
  private final Path file;
  private final String separator;
  private final boolean append;
  private BufferedWriter writer;
  private List<String> names = List.of();
  private long length;

  /** Creates a logger that writes a new file, separated by commas. */
  public CSVLogger(Path file) {
    this(file, ",", false);
  }

  /**
   * Creates a logger.
   *
   * @param append whether to append to an existing file and keep its header, for resumed training
   */
  public CSVLogger(Path file, String separator, boolean append) {
    this.file = Arguments.given("CSVLogger: file", file);
    this.separator = Arguments.given("CSVLogger: separator", separator);
    this.append = append;
  }

  @Override
  protected boolean onlyOnFirstWorker() {
    return true;
  }

  @Override
  protected boolean mayLog(String name) {
    return false;
  }

  @Override
  public void onTrainBegin() {
    names = List.of();
    try {
      close();
      // Open the file now to fail early if it is not writable; its content may still be needed.
      Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
      length = append ? Files.size(file) : 0;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public Map<String, Object> state() {
    return Map.of("names", names, "length", length);
  }

  @Override
  @SuppressWarnings("unchecked") // as state() gave it
  public void restore(Map<String, Object> state) {
    names = (List<String>) state.get("names");
    length = ((Number) state.get("length")).longValue();
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    try {
      if (writer == null) {
        open();
      }
      if (names.isEmpty()) {
        names = new ArrayList<>(new TreeSet<>(logs.keySet()));
        if (names.stream().noneMatch(n -> n.startsWith("val_"))) {
          names.addAll(names.stream().map(n -> "val_" + n).toList());
        }
      }
      if (length == 0) {
        writeLine("epoch", names);
      }
      writeLine(
          Integer.toString(epoch),
          names.stream().map(n -> logs.containsKey(n) ? logs.get(n).toString() : "NA").toList());
      writer.flush();
      length = Files.size(file);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Opens the file after the lines to keep. */
  private void open() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
      length = channel.size(); // less if the file was truncated externally
    }
    writer = Files.newBufferedWriter(file, StandardOpenOption.APPEND);
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException("cannot write the training log to " + file, e);
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
      throw failed(e);
    }
  }

  private void close() throws IOException {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }
}
