// SPDX-License-Identifier: Apache-2.0
package io.nyala.rules;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A pom with what it inherits from parents in the same folder of artifacts. */
final class StagedPom {
  /** What Central wants to find, as a path of elements. */
  private static final List<String> REQUIRED =
      List.of(
          "name",
          "description",
          "url",
          "licenses/license/name",
          "licenses/license/url",
          "developers/developer/name",
          "scm/connection",
          "scm/developerConnection",
          "scm/url");

  private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");

  private final Element project;
  private final StagedPom parent;

  private StagedPom(Element project, StagedPom parent) {
    this.project = project;
    this.parent = parent;
  }

  /**
   * Reads a pom and its parents.
   *
   * @param root the folder of artifacts
   */
  static StagedPom read(Path root, Path file) throws IOException {
    Element project = parse(file);
    Element parent = child(project, "parent");
    if (parent == null) {
      return new StagedPom(project, null);
    }
    Path folder =
        root.resolve(text(parent, "groupId").replace('.', '/'))
            .resolve(text(parent, "artifactId"))
            .resolve(text(parent, "version"));
    List<Path> poms = Repository.files(folder, ".pom");
    return new StagedPom(project, poms.isEmpty() ? null : read(root, poms.getLast()));
  }

  private static Element parse(Path file) throws IOException {
    try {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .parse(file.toFile())
          .getDocumentElement();
    } catch (SAXException | ParserConfigurationException e) {
      throw new IOException(file + " is no XML: " + e.getMessage(), e);
    }
  }

  String group() {
    return own("groupId");
  }

  String artifact() {
    return text(project, "artifactId");
  }

  String version() {
    return own("version");
  }

  String packaging() {
    String packaging = text(project, "packaging");
    return packaging == null ? "jar" : packaging;
  }

  /** Returns what the pom says itself or takes from the coordinates of its parent. */
  private String own(String name) {
    String own = text(project, name);
    Element above = child(project, "parent");
    return own != null || above == null ? String.valueOf(own) : text(above, name);
  }

  /** Returns which of the required elements neither this pom nor a parent has. */
  List<String> missing() {
    return REQUIRED.stream().filter(path -> inherited(path) == null).toList();
  }

  private String inherited(String path) {
    Element at = project;
    for (String name : path.split("/")) {
      at = at == null ? null : child(at, name);
    }
    if (at != null && !at.getTextContent().isBlank()) {
      return at.getTextContent().strip();
    }
    return parent == null ? null : parent.inherited(path);
  }

  /** Returns dependencies, managed ones among them, as {@code group:artifact:version}. */
  List<String> dependencies() {
    NodeList all = project.getElementsByTagName("dependency");
    return IntStream.range(0, all.getLength())
        .mapToObj(i -> (Element) all.item(i))
        .filter(dependency -> !inPlugin(dependency))
        .map(
            dependency ->
                Stream.of("groupId", "artifactId", "version")
                    .map(name -> String.valueOf(text(dependency, name)))
                    .map(this::resolved)
                    .reduce((a, b) -> a + ":" + b)
                    .orElseThrow())
        .toList();
  }

  private static boolean inPlugin(Node node) {
    for (Node n = node; n != null; n = n.getParentNode()) {
      if (n.getNodeName().equals("plugin")) {
        return true;
      }
    }
    return false;
  }

  /** Replaces properties in a string by their values. An undefined property stays as it is. */
  private String resolved(String text) {
    Map<String, String> properties = properties();
    return PROPERTY
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(properties.getOrDefault(found.group(1), found.group())));
  }

  private Map<String, String> properties() {
    Map<String, String> properties = parent == null ? new TreeMap<>() : parent.properties();
    Element own = child(project, "properties");
    for (Element property : own == null ? List.<Element>of() : children(own)) {
      properties.put(property.getNodeName(), property.getTextContent().strip());
    }
    properties.put("project.version", version());
    properties.put("project.groupId", group());
    return properties;
  }

  private static Element child(Element element, String name) {
    return children(element).stream()
        .filter(child -> child.getNodeName().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static List<Element> children(Element element) {
    List<Element> children = new ArrayList<>();
    for (Node n = element.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n instanceof Element child) {
        children.add(child);
      }
    }
    return children;
  }

  private static String text(Element element, String name) {
    Element child = child(element, name);
    return child == null || child.getTextContent().isBlank()
        ? null
        : child.getTextContent().strip();
  }
}
