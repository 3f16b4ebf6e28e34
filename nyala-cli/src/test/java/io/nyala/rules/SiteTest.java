// SPDX-License-Identifier: Apache-2.0
package io.nyala.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site of the documentation has no broken link and needs nothing from elsewhere. */
class SiteTest {
  private static final Pattern LOADED =
      Pattern.compile("(?:src|<link[^>]* href)=\"([^\"]*)\"|<script");

  @TempDir Path folder;

  @Test
  void no_link_of_this_repository_is_broken() throws IOException {
    assertThat(Site.of(Repository.root()).problems()).isEmpty();
  }

  @Test
  void all_that_a_page_loads_is_there() throws IOException {
    Site.of(Repository.root()).writeTo(folder);

    assertThat(folder.resolve("index.html")).exists();
    assertThat(folder.resolve("guide.html")).content().contains("<h1 id=\"guide\">Guide</h1>");
    for (Path page : Repository.files(folder, ".html")) {
      for (MatchResult found : LOADED.matcher(Files.readString(page)).results().toList()) {
        assertThat(found.group()).as("%s", page).doesNotContain("<script");
        assertThat(folder.resolve(found.group(1))).as("%s", page).exists();
      }
    }
    assertThat(folder.resolve("style.css")).content().doesNotContainPattern("@import|url\\(");
  }

  @Test
  void broken_links_are_named() throws IOException {
    write(
        "README.md", "# N\n[a](docs/a.md) [gone](docs/gone.md) [out](../x.md) [web](https://x.y)");
    write(
        "docs/a.md",
        "# A\n\n## One thing\n\n[up](#one-thing) [no](#two) ![p](p.png) [n](../README.md#x)");
    write("docs/b.md", "# B");

    assertThat(Site.of(folder).problems())
        .containsExactly(
            "README.md: link to docs/gone.md: there is no such file",
            "README.md: link to ../x.md: there is no such file",
            "docs/a.md: picture p.png: there is no such file",
            "docs/a.md: link to docs/a.md#two: that page has no such heading",
            "docs/a.md: link to README.md#x: that page has no such heading",
            "docs/b.md: README.md has no link to this page");
  }

  @Test
  void links_lead_to_pages_of_the_site_or_to_the_repository() throws IOException {
    write(
        "README.md", "# N\n[a](docs/a.md#one) [code](src/A.java) [all](src)\n\n![p](docs/p.png)\n");
    write(
        "docs/a.md", "# A & B\n\n## One\n\n<!-- snippet:x -->\n```java\nint a = 1; // <b>\n```\n");
    write("src/A.java", "");
    write("docs/p.png", "");

    Site.of(folder).writeTo(folder.resolve("site"));

    assertThat(folder.resolve("site/index.html"))
        .content()
        .contains("href=\"a.html#one\"")
        .contains("href=\"https://github.com/nyala-dl/nyala/blob/main/src/A.java\"")
        .contains("href=\"https://github.com/nyala-dl/nyala/tree/main/src\"")
        .contains("src=\"images/p.png\"")
        .contains("<a href=\"a.html\">A &amp; B</a>");
    assertThat(folder.resolve("site/images/p.png")).exists();
    assertThat(folder.resolve("site/a.html"))
        .content()
        .contains("<span class=\"k\">int</span> a = <span class=\"n\">1</span>;")
        .contains("<span class=\"c\">// &lt;b&gt;</span>")
        .doesNotContain("snippet:x");
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), text);
  }
}
