// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How tests start the command line in a JVM of its own. */
public final class Programs {
  private Programs() {}

  /**
   * Returns the command line of a JVM that runs Nyala.
   *
   * @param heap such as {@code -Xmx1g}
   * @param arguments what a user types after {@code ./nyala}
   */
  public static List<String> java(String heap, String... arguments) {
    List<String> path = new ArrayList<>(List.of("target/test-classes", "target/classes"));
    for (String property : List.of("jdk.module.path", "java.class.path")) {
      path.add(System.getProperty(property, ""));
    }
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of(heap, "-XX:+UseSerialGC", "-Djava.awt.headless=true"));
    line.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    line.addAll(List.of("-cp", String.join(File.pathSeparator, path), Main.class.getName()));
    line.addAll(List.of(arguments));
    return line;
  }
}
