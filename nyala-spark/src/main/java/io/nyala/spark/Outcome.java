// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * How the part of one worker in a training has ended. Tasks return it instead of throwing: what
 * Spark reports of a failed stage may be that other workers have lost the one that failed.
 *
 * @param end how
 * @param message the reason, or an empty text
 * @param model the trained network as a file, of the first worker only
 * @param summary how the training went, of the first worker only
 */
record Outcome(End end, String message, byte[] model, TrainingSummary summary)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The ways in which a worker ends. */
  enum End {
    /** It has trained to the end. */
    DONE,
    /** It may not take part. */
    REFUSED,
    /** The training cannot be done so, by any worker. */
    FAILED,
    /** It has lost another worker. */
    ALONE
  }

  static Outcome of(End end, String message) {
    return new Outcome(end, message, null, null);
  }

  /** Returns it as bytes, which every serializer that Spark may be set to can carry. */
  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(this);
    } catch (IOException e) {
      throw new UncheckedIOException("unexpected: it is written to memory", e);
    }
    return bytes.toByteArray();
  }

  static Outcome from(byte[] bytes) {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (Outcome) in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new NyalaSparkException("a worker sent something else than its outcome", e);
    }
  }
}
