// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import io.nyala.io.tensorboard.EventFiles;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The event files, journals of searches and lists of points below a folder. Links are followed,
 * except to a parent folder; unreadable files and folders are skipped and reported.
 *
 * @param files the event files in order, with size and time
 * @param journals files that may be journals by their names, likewise
 * @param projections the projector's lists of points, likewise
 * @param problem the part that was skipped, or null
 */
record EventFileTree(
    Map<Path, BasicFileAttributes> files,
    Map<Path, BasicFileAttributes> journals,
    Map<Path, BasicFileAttributes> projections,
    String problem) {
  /** Nyala's journals, and the names in Optuna's documentation. */
  private static final Pattern JOURNAL = Pattern.compile("\\.(journal|log|jsonl)$");

  static EventFileTree of(Path root, int depth) {
    if (!Files.exists(root)) {
      return new EventFileTree(Map.of(), Map.of(), Map.of(), "there is no folder " + root + " yet");
    }
    if (!Files.isDirectory(root)) {
      return new EventFileTree(
          Map.of(), Map.of(), Map.of(), root + " is a file; the board needs a folder of runs");
    }
    Map<Path, BasicFileAttributes> files = new TreeMap<>();
    Map<Path, BasicFileAttributes> journals = new TreeMap<>();
    Map<Path, BasicFileAttributes> projections = new TreeMap<>();
    String[] problem = {null};
    try {
      Files.walkFileTree(
          root,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          depth,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (EventFiles.isEventFile(file) && attributes.isRegularFile()) {
                files.put(file, attributes);
              } else if (JOURNAL.matcher(file.toString()).find() && attributes.isRegularFile()) {
                journals.put(file, attributes);
              } else if (file.endsWith(Projections.CONFIG) && attributes.isRegularFile()) {
                projections.put(file, attributes);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              if (!(e instanceof FileSystemLoopException) && Files.exists(file)) {
                problem[0] = "cannot access " + file + ": " + e.getMessage();
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException e) {
              if (e != null) {
                problem[0] = "cannot list " + folder + ": " + e.getMessage();
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      problem[0] = "cannot list " + root + ": " + e.getMessage();
    }
    return new EventFileTree(files, journals, projections, problem[0]);
  }
}
