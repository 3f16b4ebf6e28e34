// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Two executors with two slots each, in JVMs of their own on this machine; shared by all tests,
 * because they take twenty seconds to start.
 */
final class TestCluster implements BeforeAllCallback {
  private static final SparkSession SESSION = start();

  /** Ends the cluster after the last test: while a JVM shuts down, Spark starts executors anew. */
  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(Namespace.GLOBAL)
        .getOrComputeIfAbsent(
            TestCluster.class, key -> (AutoCloseable) SESSION::stop, AutoCloseable.class);
  }

  /** Returns the session of the cluster. */
  static SparkSession session() {
    return SESSION;
  }

  private static SparkSession start() {
    // Spark's launcher insists on a folder with jars; all of them come by the class path.
    try {
      Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return builder("local-cluster[2,2,1024]").getOrCreate();
  }

  /** Returns settings that let executors find the classes of this module and its tests. */
  static SparkSession.Builder builder(String master) {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return LocalTraining.session(master, path)
        .appName("nyala")
        .config(TrainingParams.KEY_STORE_PASSWORD, "change it")
        .config("spark.sql.shuffle.partitions", 2)
        .config("spark.sql.adaptive.enabled", false) // fewer small jobs
        .config(
            "spark.sql.warehouse.dir", Path.of("target", "warehouse").toAbsolutePath().toString())
        .config(
            "spark.executor.extraJavaOptions",
            "--add-modules jdk.incubator.vector -XX:TieredStopAtLevel=1"); // compiles quickly
  }
}
