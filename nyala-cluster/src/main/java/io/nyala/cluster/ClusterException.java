// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

/** A training cannot start or continue because of another worker, which the message names. */
public final class ClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The rank of the worker at fault, or -1. */
  private final int rank;

  ClusterException(int rank, String message, Throwable cause) {
    super(message, cause);
    this.rank = rank;
  }

  /** Returns the rank of the worker that is missing or wrong, or -1 if it is not a single one. */
  public int rank() {
    return rank;
  }
}
