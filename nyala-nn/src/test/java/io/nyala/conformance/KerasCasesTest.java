// SPDX-License-Identifier: Apache-2.0
package io.nyala.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.conformance.CoverageReport.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Everything that Keras 3.15.1 computed for us ({@code shared/fixtures/keras/cases}; its README
 * says how). A case runs as soon as all classes that it needs are registered; the others are
 * counted in {@code target/keras-cases.txt}.
 */
class KerasCasesTest {
  private static final CoverageReport REPORT = new CoverageReport();
  private static List<Map<String, Object>> index;

  private static synchronized List<Map<String, Object>> index() throws IOException {
    if (index == null) {
      String json = Files.readString(KerasFixtures.file("cases/index.json"));
      index = KerasCase.objects(JSON.std.listFrom(json));
    }
    return index;
  }

  @TestFactory
  Stream<DynamicTest> layers() throws IOException {
    return tests("layers", LayerCases::run);
  }

  @TestFactory
  Stream<DynamicTest> activations() throws IOException {
    return tests("activations", FunctionCases::activation);
  }

  @TestFactory
  Stream<DynamicTest> losses() throws IOException {
    return tests("losses", LossCases::run);
  }

  @TestFactory
  Stream<DynamicTest> optimizers() throws IOException {
    return tests("optimizers", OptimizerCases::run);
  }

  @TestFactory
  Stream<DynamicTest> initializers() throws IOException {
    return tests("initializers", InitializerCases::run);
  }

  @TestFactory
  Stream<DynamicTest> regularizers() throws IOException {
    return tests("regularizers", FunctionCases::regularizer);
  }

  @TestFactory
  Stream<DynamicTest> constraints() throws IOException {
    return tests("constraints", FunctionCases::constraint);
  }

  @TestFactory
  Stream<DynamicTest> metrics() throws IOException {
    return tests("metrics", c -> {});
  }

  @TestFactory
  Stream<DynamicTest> training() throws IOException {
    return tests("training", c -> {});
  }

  @TestFactory
  Stream<DynamicTest> files() throws IOException {
    return tests("files", c -> {});
  }

  private static Stream<DynamicTest> tests(String group, Consumer<KerasCase> runner)
      throws IOException {
    return index().stream()
        .filter(entry -> entry.get("group").equals(group))
        .filter(entry -> isCovered(group, entry))
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    (String) entry.get("name"), () -> run(group, entry, runner)));
  }

  private static boolean isCovered(String group, Map<String, Object> entry) {
    Set<String> missing = new TreeSet<>(Coverage.needs(entry));
    missing.removeIf(Coverage::exists);
    if (!missing.isEmpty()) {
      REPORT.notCovered(group, (String) entry.get("name"), missing);
    }
    return missing.isEmpty();
  }

  private static void run(String group, Map<String, Object> entry, Consumer<KerasCase> runner) {
    Outcome outcome = Outcome.RED;
    try {
      runner.accept(KerasCase.open(entry));
      outcome = Outcome.GREEN;
    } catch (AssertionError e) {
      if (!Boolean.TRUE.equals(entry.get("backend_specific"))) {
        throw e;
      }
      outcome = Outcome.NOT_INSISTED;
      REPORT.note(group + "/" + entry.get("name") + ": " + e.getMessage());
    } finally {
      REPORT.add(group, outcome);
    }
  }

  @Test
  void everything_that_keras_has_is_here_or_pending() throws IOException {
    Set<String> missing =
        index().stream()
            .flatMap(entry -> Coverage.needs(entry).stream())
            .filter(need -> !Coverage.exists(need))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> unexpected = new TreeSet<>(missing);
    unexpected.removeAll(Pending.all());
    assertThat(unexpected).as("missing, and not known to be pending").isEmpty();
    Set<String> arrived = new TreeSet<>(Pending.all());
    arrived.removeAll(missing);
    assertThat(arrived).as("here now: to be taken out of Pending").isEmpty();
  }

  @AfterAll
  static void report() throws IOException {
    if (index != null) {
      REPORT.write(Path.of("target", "keras-cases.txt"));
      System.out.println(REPORT.summary() + "; target/keras-cases.txt has the list");
    }
  }
}
