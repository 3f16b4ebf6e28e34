// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the library needs on the module path, where nobody finds what nobody requires. */
class ModulePathTest {
  @Test
  void the_library_finds_all_that_it_needs_on_the_module_path()
      throws IOException, InterruptedException {
    String path =
        Stream.of("jdk.module.path", "java.class.path")
            .map(System::getProperty)
            .filter(p -> p != null)
            .flatMap(p -> Stream.of(p.split(File.pathSeparator)))
            .filter(p -> p.endsWith(".jar") || p.endsWith("classes") && !p.contains("test-classes"))
            .collect(Collectors.joining(File.pathSeparator));
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                path,
                "--add-modules",
                "io.nyala.io",
                "--show-module-resolution",
                "-version")
            .redirectErrorStream(true)
            .start();
    String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(java.waitFor()).as(said).isZero();
    assertThat(said)
        .contains("io.nyala.io requires com.fasterxml.jackson.jr.ob")
        .doesNotContain("automatic");
  }
}
