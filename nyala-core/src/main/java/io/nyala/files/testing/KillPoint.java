// SPDX-License-Identifier: Apache-2.0
package io.nyala.files.testing;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A point at which a test can kill the process: {@code -Dnyala.kill="model.keras half"} ends it
 * there as SIGKILL would, and {@code "validation begun*3"} ends it at the third pass.
 */
public final class KillPoint {
  private static final int STATUS = 137; // the exit code of a process ended by SIGKILL
  private static final String ASKED = System.getProperty("nyala.kill");
  private static final String NAME = ASKED == null ? null : ASKED.replaceFirst("\\*\\d+$", "");
  private static final AtomicInteger LEFT =
      new AtomicInteger(
          ASKED == null || ASKED.equals(NAME)
              ? 1
              : Integer.parseInt(ASKED.substring(NAME.length() + 1)));

  private KillPoint() {}

  /** Marks a stage of writing a file. */
  public static void pass(Path file, String stage) {
    if (NAME != null) {
      pass(file.getFileName().toString(), stage);
    }
  }

  /** Marks a stage of some work. */
  public static void pass(String work, String stage) {
    if (NAME != null && NAME.equals(work + " " + stage) && LEFT.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(STATUS);
    }
  }
}
