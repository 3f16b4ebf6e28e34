// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import io.nyala.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The images in a folder and their classes.
 *
 * @param files the files, ordered by class and then by path
 * @param labels the class of each file, or null without labels
 * @param classNames the names of the classes, indexed by label
 * @param leftOut the links that were not followed, with the reasons
 */
record ImageFiles(
    List<Path> files, int[] labels, List<String> classNames, Map<Path, String> leftOut) {
  private static final int EXAMPLES = 3;

  /** Lists the folder. Images are recognized by their file name extensions. */
  static ImageFiles in(Path folder, ImageOptions options) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          folder + ": " + (Files.exists(folder) ? "is not a folder" : "no such folder"));
    }
    boolean withoutFolders = options.labelsByName != null || options.labels != null;
    if (!withoutFolders && options.labelMode != LabelMode.NONE) {
      return byFolder(folder, options.classNames, options.followLinks);
    }
    ImageWalk walk = ImageWalk.of(folder, options.followLinks);
    List<Path> files = some(folder, walk.files());
    if (options.labelsByName != null) {
      return byName(folder, files, options.labelsByName, walk.leftOut());
    }
    return options.labels == null
        ? new ImageFiles(files, null, List.of(), walk.leftOut())
        : inOrder(folder, files, options.labels, walk.leftOut());
  }

  private static ImageFiles byFolder(Path folder, List<String> wanted, boolean followLinks) {
    Map<Path, String> leftOut = new TreeMap<>();
    List<String> names = wanted == null ? classesIn(folder, leftOut) : wanted;
    if (names.isEmpty()) {
      throw new DataException(
          folder
              + ": expected a folder for each class, found none; hint: pass the parent folder, "
              + "set labels, or read images without labels with labelMode(NONE)");
    }
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int label = 0; label < names.size(); label++) {
      Path of = folder.resolve(names.get(label));
      if (!Files.isDirectory(of)) {
        throw new DataException(
            "%s: no folder for class \"%s\"; there are %s"
                .formatted(folder, names.get(label), classesIn(folder, leftOut)));
      }
      ImageWalk walk = ImageWalk.of(of, followLinks);
      List<Path> found = walk.files();
      leftOut.putAll(walk.leftOut());
      if (found.isEmpty()) {
        throw new DataException(
            ("%s: class folder \"%s\" contains no image (.jpg, .jpeg, .png, .bmp, .gif); hint: "
                        + "remove")
                    .formatted(folder, names.get(label))
                + " it, or list the class folders with classNames(...)");
      }
      files.addAll(found);
      labels.addAll(Collections.nCopies(found.size(), label));
    }
    return new ImageFiles(
        files, labels.stream().mapToInt(i -> i).toArray(), List.copyOf(names), leftOut);
  }

  private static ImageFiles inOrder(
      Path folder, List<Path> files, int[] labels, Map<Path, String> leftOut) {
    if (files.size() != labels.length) {
      throw new DataException(
          ("%s: got %,d labels for %,d images; expected one label per image, in the order of the "
                      + "paths (%s")
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
    return new ImageFiles(files, labels.clone(), List.copyOf(names), leftOut);
  }

  private static ImageFiles byName(
      Path folder, List<Path> files, Map<String, String> classes, Map<Path, String> leftOut) {
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
            "%s: two images are named %s; hint: set labels by path within the folder"
                .formatted(folder, key));
      }
      unused.remove(key);
      labels[i] = positions.get(classes.get(key));
    }
    if (!without.isEmpty() || !unused.isEmpty()) {
      throw new DataException(
          ("%s: labels and images do not match: %,d images without a label%s, %,d labels without "
                  + "an image%s")
              .formatted(
                  folder,
                  without.size(),
                  first(without),
                  unused.size(),
                  first(List.copyOf(unused))));
    }
    return new ImageFiles(files, labels, names, leftOut);
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
      throw new DataException(folder + ": contains no image (.jpg, .jpeg, .png, .bmp, .gif)");
    }
    return files;
  }

  /** Returns the class folders; a link back to the folder itself is not one. */
  private static List<String> classesIn(Path folder, Map<Path, String> leftOut) {
    List<String> names = new ArrayList<>();
    for (Path path : ImageWalk.in(folder)) {
      String name = String.valueOf(path.getFileName());
      if (name.startsWith(".") || !Files.isDirectory(path)) {
        continue;
      }
      if (leadsBack(path, folder)) {
        leftOut.put(path, path + ": a link to a folder that " + folder + " is or lies in");
      } else {
        names.add(name);
      }
    }
    return names;
  }

  private static boolean leadsBack(Path path, Path folder) {
    try {
      return folder.toRealPath().startsWith(path.toRealPath());
    } catch (IOException e) {
      throw new DataException("cannot look into " + path + ": " + e.getMessage(), e);
    }
  }

  /** Returns the path within the folder, with slashes. */
  static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
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
    return new ImageFiles(List.copyOf(some), theirs, classNames, leftOut);
  }
}
