// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.ops.kinds.UnaryKind;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class KernelProviderTest {
  private static final String VECTORS = "--add-modules=jdk.incubator.vector";

  @Test
  void chooses_the_vector_twin_where_it_can() throws Exception {
    assertThat(chosenBy(VECTORS)).endsWith("chosen: vector");
  }

  @Test
  void names_the_flag_once_when_the_vector_api_is_not_there() throws Exception {
    assertThat(chosenBy())
        .endsWith("chosen: scalar")
        .containsOnlyOnce("start java with --add-modules jdk.incubator.vector")
        .contains("<argLine>--add-modules jdk.incubator.vector</argLine>")
        .contains("JDK_JAVA_OPTIONS=--add-modules=jdk.incubator.vector")
        .doesNotContain("NoClassDefFoundError");
  }

  @Test
  void obeys_the_system_property() throws Exception {
    assertThat(chosenBy(VECTORS, "-Dnyala.kernels=scalar"))
        .endsWith("chosen: scalar")
        .doesNotContain("Slow");
    assertThat(chosenBy(VECTORS, "-Dnyala.kernels=vector")).endsWith("chosen: vector");
  }

  @Test
  void rejects_a_wish_that_it_cannot_grant() throws Exception {
    assertThat(chosenBy("-Dnyala.kernels=vector"))
        .contains("nyala.kernels=vector is not available: module jdk.incubator.vector");
    assertThat(chosenBy("-Dnyala.kernels=gpu"))
        .contains("system property nyala.kernels: expected scalar or vector, got \"gpu\"");
  }

  @Test
  void leaves_an_interpreting_jvm_to_the_loops() throws Exception {
    assertThat(chosenBy(VECTORS, "-Xint")).endsWith("chosen: scalar").contains("only interprets");
  }

  @Test
  void leaves_a_jvm_without_multiply_add_to_the_loops() throws Exception {
    assertThat(chosenBy(VECTORS, "-XX:-UseFMA"))
        .endsWith("chosen: scalar")
        .containsOnlyOnce("has no instruction for multiply-add");
  }

  @Test
  void prepares_only_the_loops_that_a_program_uses() throws Exception {
    assertThat(chosenBy(VECTORS, "-Xlog:class+load"))
        .contains("chosen: vector")
        .containsOnlyOnce("VectorElementwise$$Lambda")
        .contains("vector.rows.VectorRows ")
        .doesNotContain("VectorRows$Units", "VectorColumns$Units", "VectorRandom$Units");
  }

  /** Starts a JVM on the class path, because the choice is made once in each. */
  private static String chosenBy(String... flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.add("-cp");
    command.add(location(KernelProvider.class) + File.pathSeparator + location(Main.class));
    command.add(Main.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    return output.strip();
  }

  private static String location(Class<?> type) {
    String url = type.getProtectionDomain().getCodeSource().getLocation().toString();
    return Path.of(URI.create(url)).toString();
  }

  /** Prints the choice of a fresh JVM. */
  static final class Main {
    public static void main(String[] args) {
      Kernels kernels = KernelProvider.current();
      float[] y = new float[40];
      kernels.elementwise().unary(UnaryKind.EXP, y, 0, y, 0, y.length);
      System.out.println("chosen: " + kernels.name());
    }
  }
}
