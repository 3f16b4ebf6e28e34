// SPDX-License-Identifier: Apache-2.0
package io.nyala.site;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * A page in HTML.
 *
 * @param title its first heading
 * @param html what stands on it
 * @param ids the names of its headings
 * @param sections titles of its larger sections, by name
 * @param linked the sources of pages that it has links to, in the order of the last ones
 */
record Page(
    String title, String html, Set<String> ids, Map<String, String> sections, Set<String> linked) {
  private static final List<Extension> EXTENSIONS =
      List.of(TablesExtension.create(), HeadingAnchorExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder().extensions(EXTENSIONS).build();
  private static final Pattern ID = Pattern.compile("<h[1-6] id=\"([^\"]+)\"");
  private static final Pattern SECTION = Pattern.compile("<h2 id=\"([^\"]+)\">(.*?)</h2>");
  private static final Pattern JAVA =
      Pattern.compile("(<pre><code class=\"language-java\">)(.*?)(</code></pre>)", Pattern.DOTALL);

  static Page of(String source, String markdown, Links links) {
    Node document = PARSER.parse(markdown);
    Reader reader = new Reader(source, links);
    document.accept(reader);
    String html = RENDERER.render(document);
    Set<String> ids = ID.matcher(html).results().map(id -> id.group(1)).collect(Collectors.toSet());
    Map<String, String> sections = new LinkedHashMap<>();
    SECTION.matcher(html).results().forEach(s -> sections.put(s.group(1), s.group(2)));
    String title = reader.title.isEmpty() ? source : reader.title.toString();
    return new Page(title, finished(html), ids, sections, reader.linked);
  }

  /** Lets wide tables scroll by themselves, gives headings a link, and colours code. */
  private static String finished(String html) {
    String finished =
        html.replace("<table>", "<div class=\"wide\"><table>")
            .replace("</table>", "</table></div>")
            .replaceAll(
                "<(h[2-4]) id=\"([^\"]+)\">(.*?)</\\1>",
                "<$1 id=\"$2\"><a class=\"anchor\" href=\"#$2\">$3</a></$1>");
    return JAVA.matcher(finished)
        .replaceAll(
            block ->
                Matcher.quoteReplacement(
                    block.group(1) + JavaColors.of(block.group(2)) + block.group(3)));
  }

  /** Turns links into those of the site, and finds the title. */
  private static final class Reader extends AbstractVisitor {
    private final String source;
    private final Links links;
    private final StringBuilder title = new StringBuilder();
    private final Set<String> linked = new LinkedHashSet<>();
    private boolean titled;

    Reader(String source, Links links) {
      this.source = source;
      this.links = links;
    }

    @Override
    public void visit(Heading heading) {
      if (!titled && heading.getLevel() == 1) {
        titled = true;
        heading.accept(new Plain(title));
      }
      visitChildren(heading);
    }

    @Override
    public void visit(Link link) {
      String page = links.page(source, link.getDestination());
      if (page != null) {
        linked.remove(page); // the last link counts: the front page ends with a list of all pages
        linked.add(page);
      }
      link.setDestination(links.link(source, link.getDestination()));
      visitChildren(link);
    }

    @Override
    public void visit(Image image) {
      image.setDestination(links.image(source, image.getDestination()));
      visitChildren(image);
    }

    @Override
    public void visit(HtmlBlock block) {
      if (block.getLiteral().startsWith("<!--")) {
        block.unlink(); // the marker of a snippet, or a note for writers
      }
    }
  }

  /** Gathers the letters of a heading. */
  private static final class Plain extends AbstractVisitor {
    private final StringBuilder out;

    Plain(StringBuilder out) {
      this.out = out;
    }

    @Override
    public void visit(Text text) {
      out.append(text.getLiteral());
    }

    @Override
    public void visit(Code code) {
      out.append(code.getLiteral());
    }
  }
}
