// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** An SVG file as the JDK's XML parser reads it, which refuses one that is not well formed. */
record SvgFile(Document document) {
  static SvgFile read(Path file) throws IOException {
    try {
      return new SvgFile(
          DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(file.toFile()));
    } catch (SAXException | ParserConfigurationException e) {
      throw new AssertionError(file + " is no XML: " + e.getMessage(), e);
    }
  }

  List<Element> all(String name) {
    NodeList nodes = document.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  /** Returns the elements that are filled with a colour such as {@code #2563eb}. */
  List<Element> filled(String name, String color) {
    return all(name).stream().filter(e -> e.getAttribute("fill").equals(color)).toList();
  }

  List<String> texts() {
    return all("text").stream().map(Element::getTextContent).toList();
  }

  static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }
}
