// SPDX-License-Identifier: Apache-2.0
package io.nyala.peers;

/** What an exchange between workers is about. Its string form completes "waiting for ...". */
public enum Topic {
  /** The settings, data and weights that a training starts with. */
  AGREEMENT("the settings of the training"),
  /** A checkpoint that the first worker has read. */
  CHECKPOINT("the checkpoint"),
  /** The sums by which masked and weighted losses of a batch are divided. */
  DIVISORS("the divisors of a batch"),
  /** The gradients of a batch. */
  GRADIENTS("the gradients of a batch"),
  /** Losses, moving averages and what metrics observe. */
  RESULTS("the losses and metrics of a batch"),
  /** The norms of gradients. */
  NORMS("the norms of gradients"),
  /** The updated weights. */
  WEIGHTS("the new weights"),
  /** The slots of the optimizer. */
  SLOTS("the state of the optimizer"),
  /** Whether to stop, and whether to save a checkpoint. */
  DECISION("the decision to go on");

  private final String text;

  Topic(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
