// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import io.nyala.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which images a folder holds, and of which class they are.
 *
 * @param files in the order of their classes, then of their paths
 * @param labels the class of each, or null without labels
 * @param classNames the names of the classes; a label is a position in it
 */
record ImageFiles(List<Path> files, int[] labels, List<String> classNames) {
  private static final int EXAMPLES = 3;

  /** Looks into the folder; files are told by the ends of their names. */
  static ImageFiles in(Path folder, ImageOptions options) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          folder + ": " + (Files.exists(folder) ? "is not a folder" : "no such folder"));
    }
    if (options.labelsByName != null) {
      return byName(folder, options.labelsByName);
    }
    if (options.labels != null) {
      return inOrder(folder, options.labels);
    }
    return options.labelMode == LabelMode.NONE
        ? new ImageFiles(some(folder, imagesUnder(folder)), null, List.of())
        : byFolder(folder, options.classNames);
  }

  private static ImageFiles byFolder(Path folder, List<String> wanted) {
    List<String> names = wanted == null ? foldersIn(folder) : wanted;
    if (names.isEmpty()) {
      throw new DataException(
          folder
              + ": expected a folder for each class, found none; hint: name the folder above, give"
              + " labels, or ask for images alone with labelMode(NONE)");
    }
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int label = 0; label < names.size(); label++) {
      Path of = folder.resolve(names.get(label));
      if (!Files.isDirectory(of)) {
        throw new DataException(
            "%s: no folder for class \"%s\"; there are %s"
                .formatted(folder, names.get(label), foldersIn(folder)));
      }
      List<Path> found = imagesUnder(of);
      if (found.isEmpty()) {
        throw new DataException(
            "%s: class folder \"%s\" holds no image (.jpg, .jpeg, .png, .bmp, .gif); hint: remove"
                    .formatted(folder, names.get(label))
                + " it, or say which folders are classes with classNames(...)");
      }
      files.addAll(found);
      labels.addAll(Collections.nCopies(found.size(), label));
    }
    return new ImageFiles(files, labels.stream().mapToInt(i -> i).toArray(), List.copyOf(names));
  }

  private static ImageFiles inOrder(Path folder, int... labels) {
    List<Path> files = some(folder, imagesUnder(folder));
    if (files.size() != labels.length) {
      throw new DataException(
          "%s: got %,d labels for %,d images; they must be as many, in the order of the paths (%s"
                  .formatted(folder, labels.length, files.size(), folder.relativize(files.get(0)))
              + " first)");
    }
    int most = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0) {
        throw new DataException(
            "label %d of image %s is negative; labels count from 0"
                .formatted(labels[i], files.get(i)));
      }
      most = Math.max(most, labels[i]);
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i <= most; i++) {
      names.add(Integer.toString(i));
    }
    return new ImageFiles(files, labels.clone(), List.copyOf(names));
  }

  private static ImageFiles byName(Path folder, Map<String, String> classes) {
    List<Path> files = some(folder, imagesUnder(folder));
    List<String> names = List.copyOf(new TreeSet<>(classes.values()));
    Map<String, Integer> positions = new HashMap<>();
    names.forEach(name -> positions.put(name, positions.size()));
    int[] labels = new int[files.size()];
    Set<String> unused = new TreeSet<>(classes.keySet());
    List<String> without = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < labels.length; i++) {
      String path = name(folder, files.get(i));
      String key = classes.containsKey(path) ? path : String.valueOf(files.get(i).getFileName());
      if (!classes.containsKey(key)) {
        without.add(path);
        continue;
      }
      if (!seen.add(key)) {
        throw new DataException(
            "%s: two images are called %s; hint: give labels by path within the folder"
                .formatted(folder, key));
      }
      unused.remove(key);
      labels[i] = positions.get(classes.get(key));
    }
    if (!without.isEmpty() || !unused.isEmpty()) {
      throw new DataException(
          "%s: labels and images disagree: %,d images without a label%s, %,d labels without an image%s"
              .formatted(
                  folder,
                  without.size(),
                  first(without),
                  unused.size(),
                  first(List.copyOf(unused))));
    }
    return new ImageFiles(files, labels, names);
  }

  private static String first(List<String> names) {
    return names.isEmpty()
        ? ""
        : " ("
            + String.join(", ", names.subList(0, Math.min(EXAMPLES, names.size())))
            + (names.size() > EXAMPLES ? ", ...)" : ")");
  }

  private static List<Path> some(Path folder, List<Path> files) {
    if (files.isEmpty()) {
      throw new DataException(folder + ": holds no image (.jpg, .jpeg, .png, .bmp, .gif)");
    }
    return files;
  }

  private static List<String> foldersIn(Path folder) {
    try (Stream<Path> in = Files.list(folder)) {
      return in.filter(Files::isDirectory)
          .map(p -> String.valueOf(p.getFileName()))
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /** Returns the images of a folder and of those within, sorted alike on every system. */
  private static List<Path> imagesUnder(Path folder) {
    try (Stream<Path> in = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return in.filter(p -> ImageFormat.byName(String.valueOf(p.getFileName())))
          .filter(p -> !name(folder, p).startsWith(".") && !name(folder, p).contains("/."))
          .filter(Files::isRegularFile)
          .sorted(Comparator.comparing(p -> name(folder, p)))
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(folder, e);
    }
  }

  /** Returns the path within the folder, with slashes. */
  static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  private static DataException unreadable(Path folder, Exception e) {
    return new DataException("cannot look into " + folder + ": " + e.getMessage(), e);
  }

  /** Returns only the files at these positions. */
  ImageFiles at(int... positions) {
    List<Path> some = new ArrayList<>();
    int[] theirs = labels == null ? null : new int[positions.length];
    for (int i = 0; i < positions.length; i++) {
      some.add(files.get(positions[i]));
      if (theirs != null) {
        theirs[i] = labels[positions[i]];
      }
    }
    return new ImageFiles(List.copyOf(some), theirs, classNames);
  }
}
