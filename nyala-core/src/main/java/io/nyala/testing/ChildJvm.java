// SPDX-License-Identifier: Apache-2.0
package io.nyala.testing;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts another JVM with the classes of this one, for tests that need a separate process. */
public final class ChildJvm {
  private ChildJvm() {}

  /**
   * Prepares to start a program.
   *
   * @param main the class with the {@code main} method, which may be a test class of the current
   *     module
   * @param options the options of the virtual machine
   * @param arguments the arguments of the program
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
