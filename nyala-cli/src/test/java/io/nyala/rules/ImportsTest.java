// SPDX-License-Identifier: Apache-2.0
package io.nyala.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program can import everything at once: names mean one thing each. */
class ImportsTest {
  private static final String PROGRAM =
      """
      // snippet:all-imports
      import static io.nyala.callbacks.Callbacks.*;
      import static io.nyala.constraints.Constraints.*;
      import static io.nyala.initializers.Initializers.*;
      import static io.nyala.layers.Layers.*;
      import static io.nyala.losses.Losses.*;
      import static io.nyala.metrics.Metrics.*;
      import static io.nyala.models.EvaluateOptions.*;
      import static io.nyala.models.FitOptions.*;
      import static io.nyala.optimizers.Optimizers.*;
      import static io.nyala.optimizers.Schedules.*;
      import static io.nyala.regularizers.Regularizers.*;

      import io.nyala.models.*;
      import io.nyala.ops.*;
      import io.nyala.tensor.*;
      // end:all-imports
      TYPES

      class Program {
        public static void main(String[] arguments) {
          Tensor x = Tensor.full(Shape.of(8, 4), 1);
          Tensor y = Tensor.full(Shape.of(8, 1), 1);
          Model model =
              Sequential.of(
                  input(4),
                  dense(8).activation(RELU).kernelRegularizer(l2(1e-4)),
                  identity(),
                  dropout(0.1),
                  dense(1).kernelInitializer(glorotUniform()).kernelConstraint(nonNeg()));
          model.compile(
              adam().learningRate(cosineDecay(1e-3, 100)),
              meanSquaredError(),
              meanAbsoluteError(),
              meanAbsolutePercentageError(),
              cosineSimilarity(),
              r2Score());
          model.fit(x, y, fit().epochs(1).callbacks(earlyStopping("loss")));
          model.evaluate(x, y, evaluate().batchSize(4));
          Value both = Ops.add(Ops.constant(1), Ops.constant(2));
        }
      }
      """;

  private static final Pattern FACTORY = Pattern.compile("import static ([\\w.]+)\\.\\*;");

  /** Not for use by name in programs; each has a namesake among the others. */
  private static final Set<String> READERS = Set.of("byName", "fromConfig", "toConfig", "register");

  /** What two packages call alike, on purpose; a program that needs both says which it means. */
  private static final Set<String> NAMESAKES =
      Set.of(
          "Average", // a layer, and how metrics average classes
          "ConfusionMatrix", // gathered in training, and of a test set
          "History", // of fit, and of a search
          "Identity", // a layer, and an initializer
          "RocAuc"); // gathered in training, and of a test set

  private static final Path ROOT = Repository.root();

  @TempDir Path folder;

  private Javac.Outcome compile(String program) throws IOException {
    Path source = folder.resolve("Program.java");
    Files.writeString(source, program);
    return Javac.run(List.of("-d", folder.toString(), source.toString()));
  }

  @Test
  void a_program_compiles_with_all_recommended_imports() throws IOException {
    Javac.Outcome outcome = compile(PROGRAM.replace("TYPES", ""));
    assertThat(outcome.messages()).isEmpty();
    assertThat(outcome.succeeded()).isTrue();
  }

  @Test
  void every_type_of_every_library_can_be_named_without_its_package() throws Exception {
    StringBuilder imports = new StringBuilder();
    StringBuilder uses = new StringBuilder("class Uses {\n");
    Map<String, Set<String>> packages = new TreeMap<>();
    for (String library : Repository.compiledLibraries(ROOT)) {
      for (Class<?> type : PublicApiTest.types(ROOT.resolve(library + "/target/classes"))) {
        if (type.getEnclosingClass() == null && Modifier.isPublic(type.getModifiers())) {
          packages
              .computeIfAbsent(type.getSimpleName(), n -> new TreeSet<>())
              .add(type.getPackageName());
        }
      }
    }
    packages.values().stream()
        .flatMap(Set::stream)
        .distinct()
        .forEach(name -> imports.append("import ").append(name).append(".*;\n"));
    for (String name : packages.keySet()) {
      if (!NAMESAKES.contains(name)) {
        uses.append("  %s a%s;%n".formatted(name, name));
      }
    }
    assertThat(packages).hasSizeGreaterThan(200).containsKeys("Dense", "Softmax", "Dropout");
    Set<String> shared = new TreeSet<>(packages.keySet());
    shared.removeIf(name -> packages.get(name).size() < 2);
    assertThat(NAMESAKES).containsAll(shared);

    Javac.Outcome outcome = compile(PROGRAM.replace("TYPES", imports.toString()) + uses + "}\n");
    assertThat(outcome.messages()).doesNotContain("ambiguous");
    assertThat(outcome.succeeded()).as(outcome.messages()).isTrue();
  }

  @Test
  void no_two_factories_have_a_method_in_common() throws ClassNotFoundException {
    Map<String, Set<Object>> members = new TreeMap<>();
    for (String factory : FACTORY.matcher(PROGRAM).results().map(f -> f.group(1)).toList()) {
      Class<?> type = Class.forName(factory);
      Stream<Method> methods = Arrays.stream(type.getMethods());
      methods
          .filter(m -> Modifier.isStatic(m.getModifiers()) && !READERS.contains(m.getName()))
          .forEach(
              m ->
                  members
                      .computeIfAbsent(
                          m.getName() + Arrays.toString(m.getParameterTypes()),
                          n -> new HashSet<>())
                      .add(m));
      for (Field f : type.getFields()) {
        members.computeIfAbsent(f.getName(), n -> new HashSet<>()).add(f);
      }
    }
    assertThat(members).hasSizeGreaterThan(150);
    members.values().removeIf(declared -> declared.size() < 2);
    assertThat(members).isEmpty();
  }

  @Test
  void a_name_with_two_meanings_is_found() throws IOException {
    Javac.Outcome outcome =
        compile("import java.util.*;\nimport java.awt.*;\nclass Program { List a; }\n");
    assertThat(outcome.succeeded()).isFalse();
    assertThat(outcome.messages()).contains("ambiguous");
  }
}
