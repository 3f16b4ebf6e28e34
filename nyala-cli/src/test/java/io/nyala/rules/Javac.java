// SPDX-License-Identifier: Apache-2.0
package io.nyala.rules;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** The compiler, asked by a test about sources, with the libraries that the test itself has. */
public final class Javac {
  private Javac() {}

  /**
   * What the compiler said.
   *
   * @param succeeded whether there was no error
   * @param messages all it printed
   */
  public record Outcome(boolean succeeded, String messages) {}

  /** Runs the compiler. */
  public static Outcome run(List<String> arguments) {
    List<String> all = new ArrayList<>(List.of("-proc:none", "-Xlint:none"));
    all.addAll(List.of("--add-modules", "jdk.incubator.vector", "-cp", libraries()));
    all.addAll(arguments);
    StringWriter messages = new StringWriter();
    PrintWriter writer = new PrintWriter(messages);
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(writer, writer, all.toArray(String[]::new));
    return new Outcome(status == 0, messages.toString());
  }

  /** Where this test found its own libraries, the sources' among them. */
  private static String libraries() {
    Stream<String> own =
        Stream.of("jdk.module.path", "java.class.path", "surefire.test.class.path")
            .map(System::getProperty)
            .filter(path -> path != null && !path.isEmpty());
    Stream<String> spark =
        Repository.sparkClassPath(Repository.root()).stream().map(Path::toString);
    return Stream.concat(own, spark).reduce((a, b) -> a + File.pathSeparator + b).orElseThrow();
  }
}
