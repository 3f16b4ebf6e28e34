// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A model file and where it was sent, which copies of a stage share. Spark takes it from the
 * executors again when neither a stage nor a table refers to this any more.
 */
final class Sending {
  private final ModelFile file;
  private String application;
  private Broadcast<ModelFile> sent;

  Sending(ModelFile file) {
    this.file = file;
  }

  ModelFile file() {
    return file;
  }

  /** Returns the file for executors, sent at most once. */
  synchronized Broadcast<ModelFile> to(SparkContext context) {
    if (sent == null || !context.applicationId().equals(application)) {
      sent = JavaSparkContext.fromSparkContext(context).broadcast(file);
      application = context.applicationId();
    }
    return sent;
  }
}
