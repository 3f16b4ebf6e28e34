// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.auto.data.TableRows;
import io.nyala.auto.data.TableSource;
import io.nyala.auto.data.TextMaterial;
import io.nyala.auto.network.Head;
import io.nyala.auto.network.NetworkSettings;
import io.nyala.auto.network.SequenceArchitecture;
import io.nyala.auto.network.Trained;
import io.nyala.auto.network.Training;
import io.nyala.io.ModelFiles;
import io.nyala.models.Model;
import io.nyala.saving.Weights;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network over word vectors, which only very many texts would be given. */
class WordOrderProgramTest {
  @TempDir Path folder;

  @Test
  void many_texts_are_read_in_order() {
    assertThat(TextMaterial.Plan.of("t", 20_000).length()).isZero();
    assertThat(TextMaterial.Plan.of("t", 20_000).words()).isEqualTo(10_000);
    assertThat(TextMaterial.Plan.of("t", 50_000).words()).isEqualTo(4_000);
    assertThat(TextMaterial.Plan.of("t", 100_000).length()).isEqualTo(400);
  }

  /** The same words in every text: only their order tells the classes apart. */
  private Path texts() throws Exception {
    String lines =
        IntStream.range(0, 300)
            .mapToObj(
                i ->
                    "the dog number %d %s,%s"
                        .formatted(
                            i, i % 2 == 0 ? "bites a man" : "man a bites", i % 2 == 0 ? "a" : "b"))
            .collect(Collectors.joining("\n"));
    return Files.writeString(folder.resolve("texts.csv"), "words,kind\n" + lines + "\n");
  }

  @Test
  void the_written_program_gives_the_same_bits() throws Exception {
    TableSource source = TableSource.read(texts());
    TableRows rows =
        TableRows.of(new TableRows.Given(source.table(), null, null, "kind", null, null, 0));
    TextMaterial material = new TextMaterial(rows, "kind", new TextMaterial.Plan("words", 100, 12));
    Training training =
        new Training(
            new SequenceArchitecture(12, material.vocabulary()),
            new Head(rows.task(), 1),
            material.train(),
            material.validation());
    NetworkSettings settings =
        new NetworkSettings(2, 8, "relu", false, 0.1, 1e-2, 1e-2, 32, 6, 3, 0);
    Trained trained = training.run(settings);
    Model model = material.served(trained.network());
    assertThat(trained.loss()).isLessThan(0.3);

    String program =
        TableProgram.ofTexts(
            new TableProgram.Sources(source, null, null), material, training, settings);
    Path written = run(program);
    assertThat(Weights.sha256(ModelFiles.load(written))).isEqualTo(Weights.sha256(model));

    Trained linear = training.run(training.architecture().linear(settings).getFirst().epochs(2));
    assertThat(linear.history().epochs()).hasSize(2);
  }

  private Path run(String program) throws Exception {
    Path source = Files.writeString(folder.resolve("Train.java"), program);
    String libraries =
        Stream.of("jdk.module.path", "java.class.path", "surefire.test.class.path")
            .map(System::getProperty)
            .filter(path -> path != null && !path.isEmpty())
            .collect(Collectors.joining(File.pathSeparator));
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "-proc:none",
                "-cp",
                libraries,
                "-d",
                folder.toString(),
                source.toString());
    assertThat(status).as(program).isZero();
    Path model = folder.resolve("model.keras");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      loader
          .loadClass("Train")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {model.toString()});
    }
    return model;
  }
}
