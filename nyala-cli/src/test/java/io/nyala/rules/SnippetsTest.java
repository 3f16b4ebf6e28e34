// SPDX-License-Identifier: Apache-2.0
package io.nyala.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnippetsTest {
  private static final String BEGIN = "    // " + "snippet:";
  private static final String END = "    // " + "end:";

  @TempDir Path root;

  @BeforeEach
  void make_a_repository_with_one_region() throws IOException {
    Files.createDirectories(root.resolve("m/src/test/java"));
    Files.createDirectories(root.resolve("docs/guide"));
    Files.createFile(root.resolve("m/pom.xml"));
    write("m/src/test/java/A.java", BEGIN + "add\n    int a = 1;\n      a++;\n" + END + "add\n");
  }

  @Test
  void this_repository_keeps_the_rule() {
    assertThat(Snippets.check(Repository.root()).problems()).isEmpty();
  }

  @Test
  void accepts_an_equal_block_at_another_indentation() throws IOException {
    write("README.md", "text\n<!-- snippet:add -->\n```java\nint a = 1;\n  a++;\n```\n");

    assertThat(Snippets.check(root).problems()).isEmpty();
    assertThat(Snippets.check(root).blocks()).isEqualTo(1);
  }

  @Test
  void accepts_blocks_in_other_languages() throws IOException {
    write("README.md", "```\n./nyala\n```\n\n```javascript\n1\n```\n");

    assertThat(Snippets.check(root).problems()).isEmpty();
    assertThat(Snippets.check(root).blocks()).isZero();
  }

  @Test
  void rejects_a_block_that_differs() throws IOException {
    write("docs/guide/a.md", "<!-- snippet:add -->\n```java\nint a = 2;\n  a++;\n```\n");

    assertThat(Snippets.check(root).problems())
        .containsExactly("docs/guide/a.md: line 2: differs from the region 'add' of its test");
  }

  @Test
  void rejects_a_block_without_a_region() throws IOException {
    write("docs/a.md", "\n<!-- snippet:none -->\n```java\nint a;\n```\n");

    assertThat(Snippets.check(root).problems())
        .containsExactly("docs/a.md: line 3: no test has a region 'none'");
  }

  @Test
  void rejects_a_block_without_a_marker() throws IOException {
    write("README.md", "```\nx\n```\n```java\nint a;\n```\n");

    assertThat(Snippets.check(root).problems())
        .containsExactly(
            "README.md: line 4: Java block without <!-- snippet:NAME --> on the line above");
  }

  @Test
  void rejects_regions_that_are_open_or_double() throws IOException {
    write("m/src/test/java/B.java", BEGIN + "add\n" + END + "add\n" + END + "x\n" + BEGIN + "y\n");

    assertThat(Snippets.check(root).problems())
        .containsExactly(
            "m/src/test/java/B.java: region 'add' exists twice",
            "m/src/test/java/B.java: end of region 'x' that was not begun",
            "m/src/test/java/B.java: region 'y' has no end");
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(root.resolve(file), text);
  }
}
