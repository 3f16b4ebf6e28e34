// SPDX-License-Identifier: Apache-2.0
package io.nyala.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.conformance.CoverageReport.Outcome;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.TensorAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * Everything that Keras 3.15.1 computed for us ({@code fixtures/keras/cases}; its README says how).
 * A case runs as soon as all classes that it needs are registered; the others are counted in {@code
 * target/keras-cases.txt}. The group of files is for {@code nyala-io}.
 */
class KerasCasesTest {
  private static final CoverageReport REPORT = new CoverageReport();
  private static final String NUMBERS = "reference_numbers";
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
    return tests("metrics", MetricCases::run);
  }

  @TestFactory
  Stream<DynamicTest> training() throws IOException {
    return tests("training", TrainingCases::run);
  }

  @TestFactory
  Stream<DynamicTest> reference_numbers() throws IOException {
    Map<String, Object> numbers = numbers();
    return ReferenceNumbers.all().entrySet().stream()
        .filter(e -> isCovered(NUMBERS, e.getKey(), Set.of(e.getValue().need())))
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () ->
                        report(
                            NUMBERS,
                            () -> check(numbers.get(e.getKey()), e.getValue().compute().get()))));
  }

  private static Map<String, Object> numbers() throws IOException {
    return JSON.std.mapFrom(Files.readString(KerasFixtures.file("reference_numbers.json")));
  }

  private static void check(Object want, Tensor got) {
    List<Float> flat = new ArrayList<>();
    flatten(want, flat);
    float[] expected = new float[flat.size()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = flat.get(i);
    }
    TensorAssert.assertClose(
        got.reshape(Shape.of(got.size())), Tensor.vector(expected), 2e-6, 1e-5);
  }

  private static void flatten(Object form, List<Float> into) {
    if (form instanceof List<?> list) {
      list.forEach(f -> flatten(f, into));
    } else {
      into.add((float) KerasCase.number(form));
    }
  }

  @Test
  void every_reference_number_has_a_recipe() throws IOException {
    assertThat(ReferenceNumbers.all().keySet())
        .containsExactlyInAnyOrderElementsOf(numbers().keySet());
  }

  private static Stream<DynamicTest> tests(String group, Consumer<KerasCase> runner)
      throws IOException {
    return index().stream()
        .filter(entry -> entry.get("group").equals(group))
        .filter(entry -> isCovered(group, (String) entry.get("name"), Coverage.needs(entry)))
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    (String) entry.get("name"), () -> run(group, entry, runner)));
  }

  private static boolean isCovered(String group, String name, Set<String> needs) {
    Set<String> missing = new TreeSet<>(needs);
    missing.removeIf(Coverage::exists);
    if (!missing.isEmpty()) {
      REPORT.notCovered(group, name, missing);
    }
    return missing.isEmpty();
  }

  private static void run(String group, Map<String, Object> entry, Consumer<KerasCase> runner) {
    if (Boolean.TRUE.equals(entry.get("backend_specific"))) {
      REPORT.notInsisted(group, (String) entry.get("name"), outcome(entry, runner));
    } else {
      report(group, () -> runner.accept(KerasCase.open(entry)));
    }
  }

  private static String outcome(Map<String, Object> entry, Consumer<KerasCase> runner) {
    try {
      runner.accept(KerasCase.open(entry));
      return "as Keras on TensorFlow";
    } catch (AssertionError e) {
      return e.getMessage();
    }
  }

  private static void report(String group, Runnable check) {
    Outcome outcome = Outcome.RED;
    try {
      check.run();
      outcome = Outcome.GREEN;
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
    }
  }
}
