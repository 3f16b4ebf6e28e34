// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.apache.spark.SparkEnv;

/** A JVM of a cluster, as far as it matters to others. No record: Kryo cannot write those. */
final class Host implements Serializable {
  private static final long serialVersionUID = 1;
  private static final String VECTORS = "jdk.incubator.vector";

  private final String name;
  private final String nyala;
  private final boolean vectors;

  /**
   * Describes a JVM.
   *
   * @param name names it in messages
   * @param nyala the version of Nyala; empty if it is unknown, as for classes outside of jars
   * @param vectors whether it has the vector module, or was told to do without
   */
  Host(String name, String nyala, boolean vectors) {
    this.name = name;
    this.nyala = nyala;
    this.vectors = vectors;
  }

  /** Describes this JVM. */
  static Host here() {
    SparkEnv spark = SparkEnv.get();
    boolean executor = spark != null && !spark.executorId().equals("driver");
    return new Host(
        executor
            ? "executor %s on %s"
                .formatted(spark.executorId(), spark.blockManager().blockManagerId().host())
            : "the driver",
        version(),
        ModuleLayer.boot().findModule(VECTORS).isPresent()
            || "scalar".equals(System.getProperty("nyala.kernels")));
  }

  private static String version() {
    try (InputStream in =
        Host.class.getResourceAsStream("/META-INF/maven/io.nyala/nyala-core/pom.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Requires of a JVM that it computes as this driver expects.
   *
   * @throws NyalaSparkException if it does not; the message is one sentence
   */
  void requireSame(Host other) {
    if (!other.nyala.isEmpty() && !nyala.isEmpty() && !other.nyala.equals(nyala)) {
      throw new NyalaSparkException(
          "%s has Nyala %s, but %s has %s; give all the same jars, for example with --jars"
              .formatted(other.name, other.nyala, name, nyala));
    }
    if (!other.vectors) {
      throw new NyalaSparkException(
          ("%s runs without the vector module, slowly and with other roundings; start it with"
                  + " --add-modules %s (in spark.executor.extraJavaOptions, and for local masters in"
                  + " spark.driver.extraJavaOptions), or with -Dnyala.kernels=scalar if that is meant")
              .formatted(other.name, VECTORS));
    }
  }
}
