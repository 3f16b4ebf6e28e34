// SPDX-License-Identifier: Apache-2.0
package io.nyala.site;

import java.util.Map;

/** What stands around the text of each page. */
final class Template {
  private static final String FRAME =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>{title}</title>
      <link rel="stylesheet" href="style.css">
      </head>
      <body>
      <a class="skip" href="#text">Skip to the text</a>
      <header><a href="index.html">Nyala</a><span>deep learning for the JVM</span></header>
      <input type="checkbox" id="menu" aria-label="Show the menu"><label for="menu">Menu</label>
      <nav aria-label="Pages">
      <ul>
      {menu}</ul>
      </nav>
      <main id="text">
      {html}</main>
      </body>
      </html>
      """;

  /** With fewer sections, a page needs no list of them. */
  private static final int FEW = 2;

  private final Map<String, String> menu;

  /**
   * Creates the frame of all pages.
   *
   * @param menu titles by file
   */
  Template(Map<String, String> menu) {
    this.menu = menu;
  }

  /** Returns the text of a file. */
  String page(String file, Page page) {
    String title = page.title().equals("Nyala") ? "Nyala" : page.title() + " - Nyala";
    return FRAME
        .replace("{title}", escaped(title))
        .replace("{menu}", menu(file, page))
        .replace("{html}", page.html());
  }

  private String menu(String current, Page page) {
    StringBuilder out = new StringBuilder();
    menu.forEach(
        (file, title) -> {
          boolean here = file.equals(current);
          out.append("<li><a href=\"").append(file).append('"');
          out.append(here ? " aria-current=\"page\">" : ">");
          out.append(escaped(title)).append("</a>");
          if (here && page.sections().size() > FEW) {
            out.append("\n<ul>\n");
            page.sections()
                .forEach(
                    (id, text) ->
                        out.append("<li><a href=\"#%s\">%s</a></li>\n".formatted(id, text)));
            out.append("</ul>\n");
          }
          out.append("</li>\n");
        });
    out.append("<li><a href=\"api/index.html\">Javadoc</a></li>\n");
    return out.toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
