// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import io.nyala.api.NyalaVersion;
import java.io.Serializable;
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
   * @param nyala the version of Nyala
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
        NyalaVersion.number(),
        ModuleLayer.boot().findModule(VECTORS).isPresent()
            || "scalar".equals(System.getProperty("nyala.kernels")));
  }

  /**
   * Requires of a JVM that it computes as this driver expects.
   *
   * @throws NyalaSparkException if it does not; the message is one sentence
   */
  void requireSame(Host other) {
    if (!other.nyala.equals(nyala)) {
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

  /** Returns its name. */
  @Override
  public String toString() {
    return name;
  }
}
