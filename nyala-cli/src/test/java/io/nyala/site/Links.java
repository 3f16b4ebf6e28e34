// SPDX-License-Identifier: Apache-2.0
package io.nyala.site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Where links of the pages lead on the site; keeps what it saw. */
final class Links {
  private static final String HOST = "https://github.com/nyala-dl/nyala";

  private final Path root;
  private final Map<String, String> pages;
  private final Map<String, String> images = new TreeMap<>();
  private final List<Anchor> anchors = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * A link to a heading.
   *
   * @param from the source of the page that has the link
   * @param page the source of the page that should have the heading
   * @param id what the heading is called
   */
  record Anchor(String from, String page, String id) {}

  /**
   * Creates the links of a site.
   *
   * @param pages the files of the site by their sources
   */
  Links(Path root, Map<String, String> pages) {
    this.root = root;
    this.pages = new LinkedHashMap<>(pages);
  }

  /** Returns the file of the site that is made of a source. */
  static String output(String source) {
    return switch (source) {
      case "README.md" -> "index.html";
      case "bench/README.md" -> "benchmarks.html";
      default ->
          source
                  .substring(source.lastIndexOf('/') + 1)
                  .replaceFirst("\\.md$", "")
                  .toLowerCase(Locale.ROOT)
              + ".html";
    };
  }

  /** Returns the page of the repository that a link leads to, or null if it leads elsewhere. */
  String page(String from, String destination) {
    String path = destination.replaceFirst("#.*", "");
    String target = isAbsolute(destination) || path.isEmpty() ? null : resolve(from, path);
    return pages.containsKey(target) ? target : null;
  }

  /** Returns what a link of a page becomes on the site. */
  String link(String from, String destination) {
    if (isAbsolute(destination)) {
      return destination;
    }
    int mark = destination.indexOf('#');
    String path = mark < 0 ? destination : destination.substring(0, mark);
    String id = mark < 0 ? "" : destination.substring(mark + 1);
    String target = path.isEmpty() ? from : resolve(from, path);
    if (target == null || !Files.exists(root.resolve(target))) {
      problems.add(from + ": link to " + destination + ": there is no such file");
      return destination;
    }
    if (!pages.containsKey(target)) {
      String kind = Files.isDirectory(root.resolve(target)) ? "tree" : "blob";
      return HOST + "/" + kind + "/main/" + target;
    }
    if (id.isEmpty()) {
      return pages.get(target);
    }
    anchors.add(new Anchor(from, target, id));
    return (target.equals(from) ? "" : pages.get(target)) + "#" + id;
  }

  /** Returns the file of the site with a picture of a page. */
  String image(String from, String destination) {
    String target = isAbsolute(destination) ? null : resolve(from, destination);
    if (target == null || !Files.isRegularFile(root.resolve(target))) {
      problems.add(from + ": picture " + destination + ": there is no such file");
      return destination;
    }
    return images.computeIfAbsent(target, t -> "images/" + t.replaceFirst("^docs/", ""));
  }

  private static boolean isAbsolute(String destination) {
    return destination.matches("[a-z]+:.*");
  }

  /** Returns a path from the folder of the repository, or null if it leads out of that. */
  private static String resolve(String from, String path) {
    Path folder = Path.of(from).getParent();
    Path target = (folder == null ? Path.of(path) : folder.resolve(path)).normalize();
    return target.startsWith("..") ? null : target.toString().replace('\\', '/');
  }

  Map<String, String> images() {
    return images;
  }

  List<Anchor> anchors() {
    return anchors;
  }

  List<String> problems() {
    return problems;
  }
}
