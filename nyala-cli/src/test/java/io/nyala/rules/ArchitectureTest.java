// SPDX-License-Identifier: Apache-2.0
package io.nyala.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which package may know which, judged on the compiled main classes of all modules. */
class ArchitectureTest {
  private static JavaClasses nyala;

  @BeforeAll
  static void import_main_classes() {
    List<Path> folders =
        Repository.modules(Repository.root()).stream()
            .map(module -> module.resolve("target/classes"))
            .toList();
    nyala = new ClassFileImporter().importPaths(folders);
  }

  @Test
  void sees_the_classes_of_every_module() {
    assertThat(nyala.contain(io.nyala.tensor.Tensor.class)).isTrue();
    assertThat(nyala.stream().map(JavaClass::getPackageName))
        .contains("io.nyala.layers", "io.nyala.data", "io.nyala.plot", "io.nyala.cli");
  }

  /** The one class that chooses the kernels knows both kinds; without it there is no cycle. */
  @Test
  void packages_have_no_cycles() {
    slices()
        .matching("io.nyala.(**)")
        .should()
        .beFreeOfCycles()
        .ignoreDependency(
            name("io.nyala.kernel.KernelProvider"), resideInAPackage("io.nyala.kernel.*"))
        .check(nyala);
  }

  @ParameterizedTest
  @CsvSource({
    "files, ''",
    "settings, tensor files limits",
    "batches, tensor files limits settings",
    "images, tensor files limits settings",
    "limits, ''",
    "tensor, files limits",
    "variables, tensor",
    "ops, tensor variables",
    "graph, tensor variables ops",
    "grad, tensor variables ops graph",
    "kernel, tensor variables ops",
    "plan, tensor variables ops graph grad kernel",
  })
  void arrows_in_the_core_point_downwards(String room, String below) {
    DescribedPredicate<JavaClass> above =
        resideInAPackage("io.nyala..")
            .and(
                DescribedPredicate.not(
                    JavaClass.Predicates.resideInAnyPackage(packages(room + " " + below))))
            .as("live above io.nyala." + room);
    noClasses()
        .that()
        .resideInAPackage("io.nyala." + room + "..")
        .should()
        .dependOnClassesThat(above)
        .check(nyala);
  }

  @Test
  void only_vector_kernels_know_the_vector_api() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.nyala.kernel.vector..")
        .and(DescribedPredicate.not(name("io.nyala.bench.PeakFma")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator.vector..")
        .check(nyala);
  }

  /**
   * Philox is no kernel but arithmetic: initializers draw from it too. How many threads work is the
   * command line's to say, and the parts of a batch are work for the same threads.
   */
  @Test
  void only_plans_optimizers_and_benchmarks_know_kernels() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.nyala.kernel..", "io.nyala.plan..", "io.nyala.optimizers..", "io.nyala.bench..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.nyala.kernel..")
                .and(DescribedPredicate.not(name("io.nyala.kernel.Philox")))
                .and(
                    DescribedPredicate.not(
                        nameMatching("io\\.nyala\\.kernel\\.WorkerPool(\\$Task)?"))))
        .check(nyala);
  }

  @Test
  void engine_and_networks_depend_on_the_jdk_alone() {
    classes()
        .that()
        .resideOutsideOfPackages(
            "io.nyala.data..",
            "io.nyala.io..",
            "io.nyala.plot..",
            "io.nyala.board..",
            "io.nyala.features..",
            "io.nyala.tune..",
            "io.nyala.auto..",
            "io.nyala.cluster..",
            "io.nyala.spark..",
            "io.nyala.rl..",
            "io.nyala.zoo..",
            "io.nyala.bench..",
            "io.nyala.examples..",
            "io.nyala.cli..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.nyala..", "java..", "jdk.incubator.vector..")
        .check(nyala);
  }

  @Test
  void only_the_command_line_prints() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.nyala.cli..", "io.nyala.bench..")
        .should(ACCESS_STANDARD_STREAMS)
        .check(nyala);
  }

  private static String[] packages(String rooms) {
    // Every package says its status.
    return Arrays.stream((rooms.strip() + " api").split(" "))
        .map(room -> "io.nyala." + room + "..")
        .toArray(String[]::new);
  }
}
