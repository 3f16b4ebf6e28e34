// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code run} without the name of a recipe, which is an error. */
@Command(
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "NAME [OPTIONS]",
    description = {
      "Run a recipe; './nyala recipes' lists them.",
      "'./nyala run NAME --help' shows the options of a recipe."
    })
final class RunCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing recipe; ./nyala recipes lists them");
  }
}
