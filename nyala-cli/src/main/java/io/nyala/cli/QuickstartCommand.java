// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import picocli.CommandLine.Command;

/** A placeholder for {@code quickstart} in the list of commands while another command runs. */
@Command(description = "Watch a small network learn to read digits; no data needed.")
final class QuickstartCommand implements Runnable {
  @Override
  public void run() {
    throw new IllegalStateException("quickstart runs as a recipe");
  }
}
