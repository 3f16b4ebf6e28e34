// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.testing.FilesAbove;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With generated data, no plot may name the data set that the recipe is about. */
class TitlesTest {
  /** A plot with a title that is written where it is drawn. */
  private static final Pattern OWN_TITLE = Pattern.compile("Plots\\.\\w+\\(\\s*\\w+,\\s*\"");

  @TempDir Path folder;

  private String title(String data, String detail, String given) {
    RecipeOptions options = new RecipeOptions();
    options.data = given;
    options.out = folder;
    List<String> titles = new ArrayList<>();
    try (RecipeContext context =
        new RecipeContext("r", options, new PrintStream(PrintStream.nullOutputStream()))) {
      new Keeper(context).plot("p.png", data, detail, (file, title) -> titles.add(title));
    }
    return titles.getFirst();
  }

  @Test
  void name_the_data_or_say_that_they_were_generated() {
    assertThat(title("MNIST", "test digits", null)).isEqualTo("MNIST, test digits");
    assertThat(title("MNIST", "", null)).isEqualTo("MNIST");
    assertThat(title("MNIST", "test digits", "sample")).isEqualTo("Generated data, test digits");
    assertThat(title("MNIST", "", "sample")).isEqualTo("Generated data");
  }

  /** Agents have no data; their environments are what they are. */
  @Test
  void come_from_one_place() throws IOException {
    Path sources = FilesAbove.find("nyala-examples/src/main/java").orElseThrow();
    try (Stream<Path> files = Files.walk(sources)) {
      List<Path> recipes =
          files
              .filter(f -> f.toString().endsWith(".java"))
              .filter(f -> !f.getParent().endsWith("agents"))
              .toList();
      assertThat(recipes).hasSizeGreaterThan(30);
      for (Path file : recipes) {
        assertThat(OWN_TITLE.matcher(Files.readString(file)).find())
            .as("%s gives a plot a title of its own, which Keeper.plot should", file)
            .isFalse();
      }
    }
  }
}
