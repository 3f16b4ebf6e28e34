// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nyala.testing.FilesAbove;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The unrolled loops of vector kernels are what their templates in {@code src/main/tiles} say.
 * {@code -Dnyala.tiles=write} writes them anew.
 */
class TilesTest {
  private static final Path MAIN = FilesAbove.find("nyala-core/src/main").orElseThrow();
  private static final String PACKAGE = "package ";

  static List<Path> templates() throws IOException {
    try (Stream<Path> files = Files.list(MAIN.resolve("tiles"))) {
      return files.filter(file -> file.toString().endsWith(".tile")).sorted().toList();
    }
  }

  @Test
  void there_are_templates() throws IOException {
    assertThat(templates()).hasSizeGreaterThan(8);
  }

  @ParameterizedTest
  @MethodSource("templates")
  void the_source_is_what_its_template_says(Path template) throws IOException {
    List<String> expected = TileTemplate.expand(Files.readAllLines(template));
    Path source = source(template, expected);
    if ("write".equals(System.getProperty("nyala.tiles"))) {
      Files.write(source, expected);
    }
    assertThat(Files.readAllLines(source))
        .as("%s; -Dnyala.tiles=write writes what %s says", source, template)
        .isEqualTo(expected);
  }

  private static Path source(Path template, List<String> lines) {
    String room =
        lines.stream()
            .filter(line -> line.startsWith(PACKAGE))
            .map(line -> line.substring(PACKAGE.length(), line.length() - 1).replace('.', '/'))
            .findFirst()
            .orElseThrow();
    String name = template.getFileName().toString().replace(".tile", ".java");
    return MAIN.resolve("java").resolve(room).resolve(name);
  }

  @Test
  void a_template_repeats_tiles_and_lines() {
    assertThat(
            TileTemplate.expand(
                List.of(
                    "//tiles R = 3, 2",
                    "void tile${R}() {",
                    "  //for r in 0..${R-2}",
                    "  x$r = y${2*r+1};",
                    "  //end",
                    "}",
                    "//end",
                    "end")))
        .containsExactly(
            "void tile3() {",
            "  x0 = y1;",
            "  x1 = y3;",
            "}",
            "",
            "void tile2() {",
            "  x0 = y1;",
            "}",
            "end");
  }

  @Test
  void a_template_without_an_end_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TileTemplate.expand(List.of("a", "//for r in 0..1", "x$r")))
        .withMessage("line 2 has no //end");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TileTemplate.expand(List.of("//for r in 0..n", "x$r", "//end")))
        .withMessage("line 1: //for r in 0..n");
  }
}
