// SPDX-License-Identifier: Apache-2.0
package io.nyala.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.testing.ChildJvm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NyalaVersionTest {
  private static String ofPom() throws Exception {
    Matcher version =
        Pattern.compile("<version>([^<]+)</version>").matcher(Files.readString(Path.of("pom.xml")));
    assertThat(version.find()).isTrue(); // of the parent, which all modules share
    return version.group(1);
  }

  @Test
  void as_a_module_it_is_that_of_the_pom() throws Exception {
    assertThat(NyalaVersion.class.getModule().isNamed()).isTrue();
    assertThat(NyalaVersion.number()).isEqualTo(ofPom());
  }

  @Test
  void on_the_class_path_it_is_the_same() throws Exception {
    Process child = ChildJvm.running(Printer.class.getName(), List.of(), List.of()).start();
    String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(printed.strip()).isEqualTo("false " + ofPom());
  }

  /** A program on the class path. */
  static final class Printer {
    /** Prints whether it runs as a module, and the version. */
    public static void main(String[] arguments) {
      System.out.println(Printer.class.getModule().isNamed() + " " + NyalaVersion.number());
    }
  }
}
