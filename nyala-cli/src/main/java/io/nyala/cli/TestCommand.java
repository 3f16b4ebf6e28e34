// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.examples.recipe.UsageException;
import picocli.CommandLine.Command;

/** A placeholder for {@code test} in the list of commands; the launcher script runs it. */
@Command(
    mixinStandardHelpOptions = true,
    description = "Build everything, run all tests and all checks.")
final class TestCommand implements Runnable {
  @Override
  public void run() {
    throw new UsageException(
        "test is run by the launcher: ./nyala test, without further arguments");
  }
}
