// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

/** The entry point of {@code ./nyala}. */
public final class Main {
  private Main() {}

  /**
   * Run the command line and exit with its status: 0 done, 1 the work failed, 2 wrong usage.
   *
   * @param args what the user typed after {@code ./nyala}
   */
  public static void main(String[] args) {
    boolean debug = "1".equals(System.getenv("NYALA_DEBUG"));
    System.exit(new CommandLineApp(Catalog.standard(), System.out, System.err, debug).run(args));
  }
}
