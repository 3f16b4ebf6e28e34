// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.examples.Translator;
import io.nyala.examples.recipe.UsageException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Translates user input with the model saved by a run of {@code translate-seq2seq}. */
@Command(
    mixinStandardHelpOptions = true,
    description = "Translate sentences with a model that 'run translate-seq2seq' has trained.")
final class TranslateCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      paramLabel = "FILE",
      required = true,
      description = "translator.json, or its folder.")
  private Path model;

  @Option(
      names = "--beams",
      paramLabel = "N",
      description = "Beam width; 1 is greedy decoding (default: ${DEFAULT-VALUE}).")
  private int beams = 1;

  @Parameters(paramLabel = "SENTENCE", arity = "1..*", description = "Sentences to translate.")
  private List<String> sentences;

  private final PrintStream stdout;

  TranslateCommand(PrintStream stdout) {
    this.stdout = stdout;
  }

  @Override
  public Integer call() throws Exception {
    if (beams < 1) {
      throw new UsageException("--beams must be at least 1, got " + beams);
    }
    Translator.load(model).translate(sentences, beams).forEach(stdout::println);
    return ExitStatus.DONE;
  }
}
