// SPDX-License-Identifier: Apache-2.0
package io.nyala.testing;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another Java with the classes of this one: what only a process of its own can show, or lose. */
public final class ChildJvm {
  private ChildJvm() {}

  /**
   * Prepares to start a program.
   *
   * @param main the class with its {@code main}, which may be a test class of the current module
   * @param options for the virtual machine
   * @param arguments for the program
   */
  public static ProcessBuilder running(String main, List<String> options, List<String> arguments) {
    List<String> path = new ArrayList<>(List.of("target/test-classes", "target/classes"));
    for (String property : List.of("jdk.module.path", "java.class.path")) {
      path.add(System.getProperty(property, ""));
    }
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    line.addAll(options);
    line.addAll(List.of("-cp", String.join(File.pathSeparator, path), main));
    line.addAll(arguments);
    return new ProcessBuilder(line);
  }
}
