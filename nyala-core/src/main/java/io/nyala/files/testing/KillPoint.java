// SPDX-License-Identifier: Apache-2.0
package io.nyala.files.testing;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A place at which a test has the process killed: {@code -Dnyala.kill="model.keras half"} ends it
 * there as SIGKILL would, and {@code "validation begun*3"} where it passes for the third time.
 */
public final class KillPoint {
  private static final int STATUS = 137; // of a process that SIGKILL ended
  private static final String ASKED = System.getProperty("nyala.kill");
  private static final String NAME = ASKED == null ? null : ASKED.replaceFirst("\\*\\d+$", "");
  private static final AtomicInteger LEFT =
      new AtomicInteger(
          ASKED == null || ASKED.equals(NAME)
              ? 1
              : Integer.parseInt(ASKED.substring(NAME.length() + 1)));

  private KillPoint() {}

  /** Passes a stage of writing a file. */
  public static void pass(Path file, String stage) {
    if (NAME != null) {
      pass(file.getFileName().toString(), stage);
    }
  }

  /** Passes a stage of some work. */
  public static void pass(String work, String stage) {
    if (NAME != null && NAME.equals(work + " " + stage) && LEFT.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(STATUS);
    }
  }
}
