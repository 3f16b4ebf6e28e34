// SPDX-License-Identifier: Apache-2.0
package io.nyala.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.rules.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Writes the site; run by {@code ./nyala docs} only, after the Javadoc. */
class SiteWriter {
  private static final Path FOLDER = Path.of(System.getProperty("nyala.site"));
  private static final Path JAVADOC = Path.of(System.getProperty("nyala.site.javadoc"));

  @Test
  void write() throws IOException {
    Site site = Site.of(Repository.root());
    assertThat(site.problems()).isEmpty();
    site.writeTo(FOLDER);
    assertThat(JAVADOC.resolve("index.html")).exists();
    copy(JAVADOC, FOLDER.resolve("api"));
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(from)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path target = to.resolve(from.relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
  }
}
