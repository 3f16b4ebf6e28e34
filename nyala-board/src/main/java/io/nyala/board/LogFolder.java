// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import io.nyala.io.tensorboard.Event;
import io.nyala.io.tensorboard.EventFileException;
import io.nyala.io.tensorboard.EventReader;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;

/**
 * All event files below a folder, read as far as they have been written. Each folder with event
 * files is a run. Each {@link #refresh} checks the files again and reads only new data; no file
 * stays open.
 */
final class LogFolder {
  private static final int DEPTH = 12;

  /** A file that was read to the end, or as far as time allowed. */
  private static final class Followed {
    final EventReader reader;
    long size = -1;
    FileTime modified;

    Followed(EventReader reader) {
      this.reader = reader;
    }

    boolean isAsIn(BasicFileAttributes now) {
      return size == now.size() && now.lastModifiedTime().equals(modified);
    }
  }

  private final Path root;
  private final StudyFolder studies;
  private final Projections projections;
  private final Map<Path, Followed> followed = new HashMap<>();
  private final Map<Path, String> damaged = new TreeMap<>();
  private final TreeMap<String, Run> runs = new TreeMap<>();
  private long version;
  private long generation;
  private String problem;
  private boolean studiesRead = true;
  private final Queue<Map.Entry<Path, BasicFileAttributes>> unread = new ArrayDeque<>();

  LogFolder(Path root) {
    this.root = root;
    studies = new StudyFolder(root);
    projections = new Projections(root);
  }

  /**
   * Reads new data and drops runs with deleted or truncated files. The folder is scanned again once
   * all files found before have been read.
   *
   * @param nanos the time after which remaining files are left for the next call
   * @return whether all files have been read
   */
  synchronized boolean refresh(long nanos) {
    long start = System.nanoTime();
    if (unread.isEmpty()) {
      EventFileTree tree = EventFileTree.of(root, DEPTH);
      problem = tree.problem();
      forget(tree.files());
      tree.files().entrySet().stream().filter(this::isNew).forEach(unread::add);
      projections.refresh(tree.projections());
      studiesRead = studies.refresh(tree.journals(), start + nanos);
    }
    while (!unread.isEmpty() && System.nanoTime() - start < nanos) {
      Map.Entry<Path, BasicFileAttributes> next = unread.poll();
      read(next.getKey(), next.getValue());
    }
    return unread.isEmpty() && studiesRead;
  }

  private boolean isNew(Map.Entry<Path, BasicFileAttributes> file) {
    Followed known = followed.get(file.getKey());
    return !damaged.containsKey(file.getKey()) && (known == null || !known.isAsIn(file.getValue()));
  }

  private void read(Path file, BasicFileAttributes attributes) {
    Followed now = followed.get(file);
    try {
      if (now == null) {
        now = new Followed(new EventReader(file));
        followed.put(file, now);
      }
      now.size = attributes.size();
      now.modified = attributes.lastModifiedTime();
      Run run = runs.computeIfAbsent(name(file), Run::new);
      for (Event e = now.reader.next(); e != null; e = now.reader.next()) {
        run.take(e);
        version++;
      }
    } catch (EventFileException e) {
      damaged.put(file, e.getMessage());
      version++;
    } catch (IOException e) {
      // A possibly temporary failure: a network drive, too many open files, missing permissions.
      if (now != null) {
        now.size = -1;
      }
      problem = "cannot read " + file + ": " + e.getMessage();
    }
  }

  /**
   * The data of a deleted file cannot be separated from the rest of the run, so the run is read
   * again.
   */
  private void forget(Map<Path, BasicFileAttributes> files) {
    Set<Path> known = new HashSet<>(followed.keySet());
    known.addAll(damaged.keySet());
    for (Path file : known) {
      BasicFileAttributes now = files.get(file);
      if (now != null && (!followed.containsKey(file) || now.size() >= followed.get(file).size)) {
        continue;
      }
      runs.remove(name(file));
      followed
          .entrySet()
          .removeIf(
              e -> e.getKey().getParent().equals(file.getParent()) && closed(e.getValue().reader));
      damaged.keySet().removeIf(f -> f.getParent().equals(file.getParent()));
      generation++;
      version++;
    }
  }

  private static boolean closed(EventReader reader) {
    try {
      reader.close();
    } catch (IOException e) {
      // it was only opened for reading
    }
    return true;
  }

  private String name(Path file) {
    String name = root.relativize(file.getParent()).toString().replace('\\', '/');
    return name.isEmpty() ? "." : name;
  }

  synchronized long version() {
    return version + studies.version() + projections.version();
  }

  /** Returns the number of removals; each invalidates the counts of a page. */
  synchronized long generation() {
    return generation;
  }

  /** Returns the problem with the folder or one of its files, or null. */
  synchronized String problem() {
    if (problem != null) {
      return problem;
    }
    return damaged.isEmpty() ? studies.problem() : damaged.values().iterator().next();
  }

  /** Returns the number of files not read in the last refresh for lack of time. */
  synchronized int unread() {
    return unread.size() + (studiesRead ? 0 : 1);
  }

  /** Returns the searches; use only while holding the lock of this object. */
  StudyFolder studies() {
    return studies;
  }

  /** Returns the sets of points. */
  Projections projections() {
    return projections;
  }

  /** Returns all runs by name; use only while holding the lock of this object. */
  TreeMap<String, Run> runs() {
    return runs;
  }
}
