// SPDX-License-Identifier: Apache-2.0
package io.nyala.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The documentation as a web site: README and docs in HTML, one file for each page, with the
 * pictures that they show. Links between pages are checked, anchors too; links to other files of
 * the repository lead to its host.
 */
public final class Site {
  private static final String README = "README.md";
  private static final String STYLE = "style.css";

  private final Path root;
  private final Links links;
  private final Map<String, Page> pages = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private Site(Path root, Links links) {
    this.root = root;
    this.links = links;
  }

  /**
   * Reads the documentation of a repository.
   *
   * @param root its folder
   */
  public static Site of(Path root) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    for (String source : sources(root)) {
      files.put(source, Links.output(source));
    }
    Site site = new Site(root, new Links(root, files));
    for (String source : files.keySet()) {
      String markdown = Files.readString(root.resolve(source));
      site.pages.put(source, Page.of(source, markdown, site.links));
    }
    site.check();
    return site;
  }

  /** Returns the sources of all pages, the front page first. */
  private static List<String> sources(Path root) throws IOException {
    List<String> sources = new ArrayList<>(List.of(README));
    try (Stream<Path> docs = Files.list(root.resolve("docs"))) {
      docs.map(file -> "docs/" + file.getFileName())
          .filter(name -> name.endsWith(".md"))
          .sorted()
          .forEach(sources::add);
    }
    for (String other :
        List.of("bench/README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")) {
      if (Files.exists(root.resolve(other))) {
        sources.add(other);
      }
    }
    return sources;
  }

  private void check() {
    problems.addAll(links.problems());
    for (Links.Anchor anchor : links.anchors()) {
      if (!pages.get(anchor.page()).ids().contains(anchor.id())) {
        problems.add(
            "%s: link to %s#%s: that page has no such heading"
                .formatted(anchor.from(), anchor.page(), anchor.id()));
      }
    }
    TreeSet<String> unlinked = new TreeSet<>(pages.keySet());
    unlinked.remove(README);
    pages.get(README).linked().forEach(unlinked::remove);
    unlinked.removeIf(source -> !source.startsWith("docs/"));
    unlinked.forEach(source -> problems.add(source + ": " + README + " has no link to this page"));
  }

  /** Returns one sentence for each broken link; empty when all is well. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /**
   * Writes all files.
   *
   * @param folder where; made if it is not there
   */
  public void writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    Template template = new Template(menu());
    for (Map.Entry<String, Page> page : pages.entrySet()) {
      String output = Links.output(page.getKey());
      Files.writeString(folder.resolve(output), template.page(output, page.getValue()));
    }
    for (Map.Entry<String, String> image : links.images().entrySet()) {
      Path target = folder.resolve(image.getValue());
      Files.createDirectories(target.getParent());
      Files.copy(root.resolve(image.getKey()), target, StandardCopyOption.REPLACE_EXISTING);
    }
    try (InputStream style = Site.class.getResourceAsStream(STYLE)) {
      Files.writeString(
          folder.resolve(STYLE), new String(style.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Returns titles by file, in the order in which the front page names the pages. */
  private Map<String, String> menu() {
    Map<String, String> menu = new LinkedHashMap<>();
    menu.put(Links.output(README), "Home");
    List<String> order = new ArrayList<>(pages.get(README).linked());
    order.addAll(pages.keySet());
    for (String source : order) {
      if (!source.equals(README)) {
        menu.putIfAbsent(Links.output(source), pages.get(source).title());
      }
    }
    return menu;
  }
}
