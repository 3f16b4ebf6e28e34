// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The sets of points that projector_config.pbtxt files below a folder list, read when asked for.
 */
final class Projections {
  static final String CONFIG = "projector_config.pbtxt";
  private static final int KEPT = 3;
  private static final int LARGEST_CONFIG = 1 << 20;

  private record Known(FileTime modified, ProjectorConfig config) {}

  private record Place(Path tensor, Path metadata, FileTime modified) {}

  private final Path root;
  private final Map<Path, Known> configs = new TreeMap<>();
  private long version;

  /** The sets that were read last, which are read again when their config is. */
  private final Map<Place, PointSet> read =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, PointSet> eldest) {
          return size() > KEPT;
        }
      };

  Projections(Path root) {
    this.root = root;
  }

  /** Reads configs that are new or have changed; one that cannot be read has no sets. */
  synchronized void refresh(Map<Path, BasicFileAttributes> files) {
    if (configs.keySet().retainAll(files.keySet())) {
      version++;
    }
    files.forEach(
        (file, attributes) -> {
          Known known = configs.get(file);
          if (known == null || !known.modified().equals(attributes.lastModifiedTime())) {
            configs.put(file, new Known(attributes.lastModifiedTime(), config(file, attributes)));
            version++;
          }
        });
  }

  private static ProjectorConfig config(Path file, BasicFileAttributes attributes) {
    try {
      return attributes.size() > LARGEST_CONFIG
          ? new ProjectorConfig(List.of())
          : ProjectorConfig.parse(Files.readString(file));
    } catch (IOException e) {
      return new ProjectorConfig(List.of());
    }
  }

  synchronized long version() {
    return version;
  }

  /** Returns the sets: the folder of the run, the name, and the time of the config. */
  synchronized List<Object> list() {
    List<Object> all = new ArrayList<>();
    configs.forEach(
        (file, known) -> {
          for (ProjectorConfig.Entry e : known.config().sets()) {
            all.add(Map.of("run", run(file), "name", e.name(), "at", known.modified().toMillis()));
          }
        });
    return all;
  }

  private String run(Path config) {
    String name = root.relativize(config.getParent()).toString().replace('\\', '/');
    return name.isEmpty() ? "." : name;
  }

  /**
   * Returns a set.
   *
   * @throws IllegalArgumentException if there is none of this name
   * @throws IOException if its files cannot be read or are outside the folder of the board
   */
  PointSet set(String run, String name) throws IOException {
    Place place = place(run, name);
    synchronized (read) {
      PointSet set = read.get(place);
      if (set == null) {
        set = PointSet.read(place.tensor(), place.metadata());
        read.put(place, set);
      }
      return set;
    }
  }

  private synchronized Place place(String run, String name) throws IOException {
    for (Map.Entry<Path, Known> config : configs.entrySet()) {
      for (ProjectorConfig.Entry e : config.getValue().config().sets()) {
        if (run(config.getKey()).equals(run) && e.name().equals(name)) {
          if (e.tensorPath() == null) {
            throw new IOException(
                "the points of \"%s\" are in a checkpoint of TensorFlow, which the board does not"
                        .formatted(name)
                    + " read; write them as a file of numbers between tabs, and its name as"
                    + " tensor_path");
          }
          return new Place(
              within(config.getKey(), e.tensorPath()),
              e.metadataPath() == null ? null : within(config.getKey(), e.metadataPath()),
              config.getValue().modified());
        }
      }
    }
    throw new IllegalArgumentException("there are no points \"%s\" in %s".formatted(name, run));
  }

  /** A config may come from anywhere, so it must not make the board read other files. */
  private Path within(Path config, String relative) throws IOException {
    Path file = config.resolveSibling(relative);
    if (!Files.exists(file)) {
      throw new IOException("%s names a file that does not exist: %s".formatted(config, relative));
    }
    Path real = file.toRealPath();
    if (!real.startsWith(root.toRealPath())) {
      throw new IOException(
          "%s names a file outside the folder of the board: %s".formatted(config, relative));
    }
    return real;
  }

  /** Returns a header in JSON, then the places of all points along the components, as floats. */
  static byte[] answer(PointSet set) throws IOException {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("points", set.size());
    header.put("total", set.total);
    header.put("dimensions", set.dimensions);
    header.put("shares", set.components.shares());
    header.put("columns", set.columns);
    byte[] json = JSON.std.asBytes(header);
    float[] places = set.components.place(set.points);
    int start = (4 + json.length + 7) / 8 * 8;
    ByteBuffer body = ByteBuffer.allocate(start + Float.BYTES * places.length);
    body.order(ByteOrder.LITTLE_ENDIAN).putInt(json.length).put(json).position(start);
    body.asFloatBuffer().put(places);
    return body.array();
  }
}
