// SPDX-License-Identifier: Apache-2.0
package io.nyala.app.board;

import io.nyala.io.tensorboard.Event;
import io.nyala.io.tensorboard.EventFiles;
import io.nyala.io.tensorboard.EventReader;
import io.nyala.io.tensorboard.Summary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All event files below a folder, read as far as they are written. Each folder with event files is
 * a run. Files are looked at again with every {@link #refresh}; only what is new is read.
 */
final class LogFolder {
  private static final int DEPTH = 12;

  private final Path root;
  private final Map<Path, EventReader> readers = new HashMap<>();
  private final Map<Path, String> damaged = new TreeMap<>();
  private final TreeMap<String, Run> runs = new TreeMap<>();
  private long version;
  private long generation;
  private String problem;

  LogFolder(Path root) {
    this.root = root;
  }

  /** Reads what is new, and forgets runs of which a file was deleted. */
  synchronized void refresh() {
    List<Path> files = eventFiles();
    if (files == null) {
      return;
    }
    forget(files);
    for (Path file : files) {
      if (damaged.containsKey(file)) {
        continue;
      }
      try {
        EventReader reader = readers.get(file);
        if (reader == null) {
          reader = new EventReader(file);
          readers.put(file, reader);
        }
        Run run = runs.computeIfAbsent(name(file), Run::new);
        for (Event e = reader.next(); e != null; e = reader.next()) {
          take(run, e);
          version++;
        }
      } catch (IOException e) {
        damaged.put(file, e.getMessage());
        version++;
      }
    }
  }

  /** What a run has from a file that is gone cannot be told from the rest: it is read anew. */
  private void forget(List<Path> files) {
    Set<Path> gone = new HashSet<>(readers.keySet());
    gone.addAll(damaged.keySet());
    files.forEach(gone::remove);
    for (Path file : gone) {
      runs.remove(name(file));
      readers
          .entrySet()
          .removeIf(e -> e.getKey().getParent().equals(file.getParent()) && closed(e.getValue()));
      damaged.keySet().removeIf(f -> f.getParent().equals(file.getParent()));
      generation++;
      version++;
    }
  }

  private static boolean closed(EventReader reader) {
    try {
      reader.close();
    } catch (IOException e) {
      // it was open for reading alone
    }
    return true;
  }

  /** Returns all event files, or null where they cannot be listed. */
  private List<Path> eventFiles() {
    problem = null;
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
      return files.filter(EventFiles::isEventFile).filter(Files::isRegularFile).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      problem = "cannot look through " + root + ": " + e.getMessage();
      return null;
    }
  }

  private String name(Path file) {
    String name = root.relativize(file.getParent()).toString().replace('\\', '/');
    return name.isEmpty() ? "." : name;
  }

  private static void take(Run run, Event e) {
    if (e.graphDef() != null) {
      run.graphDef = e.graphDef();
    }
    for (Summary s : e.values()) {
      switch (s.content()) {
        case Summary.Scalar v ->
            run.scalars.computeIfAbsent(s.tag(), t -> new Series()).add(e, v.value());
        case Summary.Histogram v -> add(run.histograms, s.tag(), e, v);
        case Summary.Images v -> add(run.images, s.tag(), e, v);
        case Summary.Text v -> {
          if (s.plugin().equals("graph_keras_model")) {
            run.kerasModel = v.lines().isEmpty() ? null : v.lines().get(0);
          } else {
            add(run.text, s.tag(), e, v);
          }
        }
        case Summary.Other v -> {
          // nothing that is shown
        }
      }
    }
  }

  private static <T> void add(Map<String, List<Step<T>>> to, String tag, Event e, T content) {
    to.computeIfAbsent(tag, t -> new ArrayList<>()).add(new Step<>(e.step(), content));
  }

  synchronized long version() {
    return version;
  }

  /** Returns how often something was taken away, so that what a page has counted is void. */
  synchronized long generation() {
    return generation;
  }

  /** Returns what is wrong with the folder or with one of its files, or null. */
  synchronized String problem() {
    return problem != null || damaged.isEmpty() ? problem : damaged.values().iterator().next();
  }

  /** Returns all runs by name; to be used while holding this object. */
  TreeMap<String, Run> runs() {
    return runs;
  }

  /**
   * Something at a step.
   *
   * @param step the step
   * @param content what it is
   */
  record Step<T>(long step, T content) {}

  /** What one folder holds. */
  static final class Run {
    final String name;
    final TreeMap<String, Series> scalars = new TreeMap<>();
    final TreeMap<String, List<Step<Summary.Histogram>>> histograms = new TreeMap<>();
    final TreeMap<String, List<Step<Summary.Images>>> images = new TreeMap<>();
    final TreeMap<String, List<Step<Summary.Text>>> text = new TreeMap<>();
    byte[] graphDef;
    String kerasModel;

    Run(String name) {
      this.name = name;
    }
  }

  /** A curve that grows at its end. */
  static final class Series {
    private double[] steps = new double[16];
    private double[] times = new double[16];
    private double[] values = new double[16];
    private int count;

    void add(Event e, double value) {
      if (count == steps.length) {
        steps = Arrays.copyOf(steps, 2 * count);
        times = Arrays.copyOf(times, 2 * count);
        values = Arrays.copyOf(values, 2 * count);
      }
      steps[count] = e.step();
      times[count] = e.wallTime();
      values[count++] = value;
    }

    int count() {
      return count;
    }

    double step(int i) {
      return steps[i];
    }

    double time(int i) {
      return times[i];
    }

    double value(int i) {
      return values[i];
    }
  }
}
