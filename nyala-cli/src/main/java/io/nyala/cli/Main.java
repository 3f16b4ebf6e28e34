// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

/** The entry point of {@code ./nyala}. */
public final class Main {
  private Main() {}

  /**
   * Runs the command line and exits with its status: 0 success, 1 failure, 2 wrong usage.
   *
   * @param args the arguments after {@code ./nyala}
   */
  public static void main(String[] args) {
    boolean debug = "1".equals(System.getenv("NYALA_DEBUG"));
    System.exit(new CommandLineApp(Catalog.standard(), System.out, System.err, debug).run(args));
  }
}
