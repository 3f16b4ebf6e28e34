// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import io.nyala.io.tensorboard.Summary.Content;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads event files of any writer and verifies their checksums. Independent of {@link
 * SummaryWriter}.
 *
 * <p>A file may be read while it is being written: {@link #next} returns null if there is no
 * further event yet, or only part of one, and may be called again later. The file is not kept open
 * in between.
 */
public final class EventReader implements Closeable {
  private final Path file;
  private final RecordReader records;

  /** The plugin of a tag is stored only with its first value. */
  private final Map<String, String> plugins = new HashMap<>();

  /**
   * Opens a file.
   *
   * @throws IOException if it cannot be opened
   */
  public EventReader(Path file) throws IOException {
    this.file = file;
    this.records = new RecordReader(file);
  }

  /**
   * Returns all events of a file; an incomplete event at the end, left by an interrupted writer, is
   * skipped.
   *
   * @throws EventFileException if a checksum is wrong or a message is damaged
   */
  public static List<Event> readAll(Path file) throws IOException {
    List<Event> events = new ArrayList<>();
    try (EventReader reader = new EventReader(file)) {
      for (Event e = reader.next(); e != null; e = reader.next()) {
        events.add(e);
      }
    }
    return events;
  }

  /**
   * Returns the next event, or null if there is none yet.
   *
   * @throws EventFileException if a checksum is wrong or a message is damaged
   */
  public Event next() throws IOException {
    byte[] record = records.next();
    if (record == null) {
      return null;
    }
    try {
      return event(new ProtoReader(record));
    } catch (EventFileException e) {
      throw e;
    } catch (IOException e) {
      throw new EventFileException(
          "%s: the event before byte %d: %s".formatted(file, records.position(), e.getMessage()),
          e);
    }
  }

  private Event event(ProtoReader in) throws IOException {
    double wallTime = 0;
    long step = 0;
    String version = "";
    byte[] graph = null;
    List<Summary> values = List.of();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> wallTime = in.doubles();
        case 2 -> step = in.varint();
        case 3 -> version = in.string();
        case 4 -> graph = in.bytes();
        case 5 -> values = values(in.message());
        default -> in.skip();
      }
    }
    return new Event(wallTime, step, version, graph, values);
  }

  private List<Summary> values(ProtoReader in) throws IOException {
    List<Summary> values = new ArrayList<>(1);
    for (int field = in.next(); field != 0; field = in.next()) {
      if (field == 1) {
        values.add(value(in.message()));
      } else {
        in.skip();
      }
    }
    return values;
  }

  private Summary value(ProtoReader in) throws IOException {
    String tag = "";
    Content content = new Summary.Other();
    TensorValue tensor = null;
    PluginData plugged = null;
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> tag = in.string();
        case 2 -> content = new Summary.Scalar(in.floats());
        case 4 -> content = OldForms.image(in.message());
        case 5 -> content = OldForms.histogram(in.message());
        case 8 -> tensor = TensorValue.read(in.message());
        case 9 -> plugged = plugin(in.message());
        default -> in.skip();
      }
    }
    if (plugged != null && !plugged.name().isEmpty()) {
      plugins.put(tag, plugged.name());
    }
    String plugin = plugins.getOrDefault(tag, "");
    if (plugin.equals(HParams.PLUGIN)) {
      content = plugged == null ? new Summary.Other() : HParamsReader.read(plugged.content());
    } else if (tensor != null) {
      content = content(plugin, tensor);
    }
    return new Summary(tag, plugin, content);
  }

  /** What a value says about the plugin that displays it, and to this plugin. */
  private record PluginData(String name, byte[] content) {}

  private static PluginData plugin(ProtoReader metadata) throws IOException {
    String name = "";
    byte[] content = {};
    for (int field = metadata.next(); field != 0; field = metadata.next()) {
      if (field != 1) {
        metadata.skip();
        continue;
      }
      ProtoReader data = metadata.message();
      for (int f = data.next(); f != 0; f = data.next()) {
        switch (f) {
          case 1 -> name = data.string();
          case 2 -> content = data.bytes();
          default -> data.skip();
        }
      }
    }
    return new PluginData(name, content);
  }

  private static Content content(String plugin, TensorValue tensor) {
    double[] n = tensor.numbers();
    List<byte[]> strings = tensor.strings();
    return switch (plugin) {
      case "histograms" -> new Summary.Histogram(bins(n));
      case "images" -> images(strings);
      case PrCurves.PLUGIN -> PrCurves.of(n);
      case "text", "graph_keras_model" ->
          new Summary.Text(
              strings.stream().map(s -> new String(s, StandardCharsets.UTF_8)).toList());
      case "scalars", "" ->
          tensor.rank() == 0 && n.length == 1 ? new Summary.Scalar(n[0]) : new Summary.Other();
      default -> new Summary.Other();
    };
  }

  private static Bins bins(double[] rows) {
    int n = rows.length / 3;
    double[][] columns = new double[3][n];
    for (int i = 0; i < 3 * n; i++) {
      columns[i % 3][i / 3] = rows[i];
    }
    return new Bins(columns[0], columns[1], columns[2]);
  }

  private static Content images(List<byte[]> strings) {
    if (strings.size() < 2) {
      return new Summary.Other();
    }
    try {
      int width = Integer.parseInt(new String(strings.get(0), StandardCharsets.US_ASCII));
      int height = Integer.parseInt(new String(strings.get(1), StandardCharsets.US_ASCII));
      return new Summary.Images(width, height, List.copyOf(strings.subList(2, strings.size())));
    } catch (NumberFormatException e) {
      return new Summary.Other();
    }
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
