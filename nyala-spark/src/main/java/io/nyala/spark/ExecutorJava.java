// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Asks executors for their version of Java. On an older one, no class of Nyala could say what is
 * wrong, so this uses only a function that Spark has.
 */
final class ExecutorJava {
  private static final int LEAST = 25;
  private static final Set<String> ASKED = new HashSet<>();

  private ExecutorJava() {}

  /**
   * Requires Java 25, by a small job, once in each application. Executors that come later are not
   * asked.
   *
   * @throws NyalaSparkException if an executor has an older one
   */
  static void require(SparkSession session) {
    if (session.sparkContext().isLocal()) {
      return; // this JVM
    }
    String application = session.sparkContext().applicationId();
    synchronized (ASKED) {
      if (ASKED.contains(application)) {
        return;
      }
    }
    int tasks = session.sparkContext().defaultParallelism();
    List<String> versions = new ArrayList<>();
    for (Row row :
        session
            .range(0, tasks, 1, tasks)
            .selectExpr(
                "java_method('java.lang.System', 'getProperty', 'java.specification.version')")
            .collectAsList()) {
      versions.add(row.getString(0));
    }
    refuseOld(versions);
    synchronized (ASKED) {
      ASKED.add(application);
    }
  }

  static void refuseOld(List<String> versions) {
    for (String version : versions) {
      if (version.startsWith("1.") || Integer.parseInt(version) < LEAST) {
        throw new NyalaSparkException(
            ("an executor runs on Java %s, Nyala needs %d or newer; set spark.executorEnv.JAVA_HOME,"
                    + " or choose an image of the executors with such a JDK")
                .formatted(version, LEAST));
      }
    }
  }
}
