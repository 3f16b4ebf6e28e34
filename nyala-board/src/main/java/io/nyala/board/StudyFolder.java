// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The journals of hyperparameter searches below a folder, read as far as they have been written.
 */
final class StudyFolder {
  private final Path root;
  private final Map<Path, StudyLog> logs = new TreeMap<>();
  private final Map<Path, String> damaged = new TreeMap<>();
  private final Map<Path, Long> others = new HashMap<>();
  private long version;
  private long generation;

  StudyFolder(Path root) {
    this.root = root;
  }

  /**
   * Reads new lines. Journals that were deleted are dropped; those that became shorter are read
   * again.
   *
   * @param end the {@link System#nanoTime} at which to stop
   * @return whether all has been read
   */
  boolean refresh(Map<Path, BasicFileAttributes> files, long end) {
    others
        .entrySet()
        .removeIf(
            e -> !files.containsKey(e.getKey()) || files.get(e.getKey()).size() < e.getValue());
    List<Path> gone = new ArrayList<>();
    for (Map.Entry<Path, StudyLog> each : logs.entrySet()) {
      BasicFileAttributes now = files.get(each.getKey());
      if (now == null || now.size() < each.getValue().position()) {
        gone.add(each.getKey());
      }
    }
    for (Path file : gone) {
      logs.remove(file);
      damaged.remove(file);
      version++;
      generation++;
    }
    boolean all = true;
    for (Map.Entry<Path, BasicFileAttributes> each : files.entrySet()) {
      all &= read(each.getKey(), each.getValue().size(), end);
    }
    return all;
  }

  private boolean read(Path file, long size, long end) {
    StudyLog log = logs.get(file);
    if (log == null) {
      if (others.containsKey(file) || !StudyLog.isJournal(file)) {
        if (size >= StudyLog.SIGNATURE) {
          others.put(file, size); // such logs may be many; not opened again unless they shrink
        }
        return true;
      }
      log = new StudyLog(file);
      logs.put(file, log);
    }
    if (damaged.containsKey(file) || size <= log.position()) {
      return true;
    }
    long before = log.version();
    try {
      return log.read(end);
    } catch (IOException e) {
      damaged.put(file, e.getMessage());
      version++;
      return true;
    } finally {
      version += log.version() - before;
    }
  }

  /** Returns the number of changes in all journals. */
  long version() {
    return version;
  }

  /** Returns the first damaged line, or null. */
  String problem() {
    return damaged.isEmpty() ? null : damaged.values().iterator().next();
  }

  /** Returns the list of studies, as the page reads it. */
  List<Object> list() {
    List<Object> list = new ArrayList<>();
    logs.forEach(
        (file, log) ->
            log.studies()
                .forEach(
                    (id, study) -> {
                      Map<String, Object> form = new LinkedHashMap<>();
                      form.put("file", name(file));
                      form.put("id", id);
                      form.put("name", study.name);
                      form.put("version", log.version());
                      form.put("generation", generation);
                      list.add(form);
                    }));
    return list;
  }

  private String name(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  /**
   * Returns a study, as the page reads it.
   *
   * @param have the version that the page has; trials that have not changed since are left out
   * @param since the generation that the page knows; if journals have been dropped since, all
   *     trials are returned
   */
  Map<String, Object> study(String file, int id, long have, long since) {
    for (Map.Entry<Path, StudyLog> each : logs.entrySet()) {
      StudyLog.Study study = each.getValue().studies().get(id);
      if (name(each.getKey()).equals(file) && study != null) {
        Map<String, Object> form = study.form(since == generation ? have : -1);
        form.put("whole", since != generation || have < 0);
        form.put("version", each.getValue().version());
        form.put("generation", generation);
        return form;
      }
    }
    throw new IllegalArgumentException("there is no study " + id + " in " + file);
  }
}
