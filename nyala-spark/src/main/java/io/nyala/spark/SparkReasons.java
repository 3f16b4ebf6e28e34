// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the one sentence that matters in what Spark reports of a failed job. */
final class SparkReasons {
  private static final Pattern OWN =
      Pattern.compile("io\\.nyala\\.spark\\.NyalaSparkException: ([^\n]*)");
  private static final Pattern SPARKS =
      Pattern.compile("(?:Most recent failure reason: |Most recent failure: )([^\n]*)");

  private SparkReasons() {}

  /** Returns the first line of the latest failure. */
  static String of(Throwable failure) {
    String all = String.valueOf(failure.getMessage());
    Matcher matcher = SPARKS.matcher(all);
    return matcher.find() ? matcher.group(1).strip() : all.lines().findFirst().orElse("").strip();
  }

  /**
   * Returns why the executors cannot do it, which would be so again; null if that is not the
   * reason.
   */
  static String refusal(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      text.append(each).append('\n');
    }
    String all = text.toString();
    Matcher own = OWN.matcher(all);
    if (own.find()) {
      return own.group(1);
    }
    if (all.contains("ClassNotFoundException: io.nyala")
        || all.contains("NoClassDefFoundError: io/nyala")) {
      return "the executors do not have Nyala on their class path; add its jars, for example with "
          + "--jars";
    }
    return null;
  }
}
