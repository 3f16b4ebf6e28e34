// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.kernel.WorkerPool;
import io.nyala.peers.GradientSum;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Storage for the gradients of the shards of a batch. The first shard writes its gradients where
 * the optimizer reads them. Each other shard has a separate array, which is added to them. Batches
 * of all sizes share these arrays.
 */
public final class ShardGradients {
  private static final int GRAIN = 16_384;
  private static final int BLOCK = 2_048;

  private final Parameters parameters;
  private final List<float[]> others = new ArrayList<>();
  private final WorkerPool.Task task = this::add;
  private float[] flat;
  private int summed;

  public ShardGradients(Parameters parameters) {
    this.parameters = parameters;
  }

  /**
   * Returns the variables to which a shard writes its gradients.
   *
   * @param shard its number among those of this process
   */
  UnaryOperator<Variable> placesOf(int shard) {
    if (shard == 0) {
      return UnaryOperator.identity();
    }
    while (others.size() < shard) {
      others.add(new float[parameters.flatGradients().length]);
    }
    Map<Variable, Variable> places = new IdentityHashMap<>();
    for (Variable v : parameters.gradients(true)) {
      places.put(v, Variable.in(v.name(), v.shape(), others.get(shard - 1), v.offset()));
    }
    return v -> places.getOrDefault(v, v);
  }

  /**
   * Returns the total size of the separate arrays of a number of shards, in bytes.
   *
   * @param own the shards of this process
   */
  long bytes(int own, int shards) {
    GradientSum gradientSum = parameters.gradientSum();
    return (long) Float.BYTES * parameters.flatGradients().length * Math.max(0, own - 1)
        + (gradientSum == null ? 0 : gradientSum.bytes(shards));
  }

  /**
   * Returns what follows the gradients within the step of a shard, or null if nobody waits for
   * them.
   *
   * @param own its number among the shards of this process
   * @param shard its number in the batch
   */
  GradientProgress progressOf(int own, int shard) {
    GradientSum gradientSum = parameters.gradientSum();
    return gradientSum == null
        ? null
        : new GradientProgress(
            parameters.gradients(true), from -> gradientSum.ready(shard, arrayOf(own), from));
  }

  private float[] arrayOf(int own) {
    return own == 0 ? parameters.flatGradients() : others.get(own - 1);
  }

  /** Frees the separate arrays; no step may be left. */
  public void clear() {
    others.clear();
    flat = null;
  }

  /** Starts a batch. */
  void begin(int shards) {
    if (parameters.gradientSum() != null) {
      parameters.gradientSum().begin(shards);
    }
  }

  /**
   * Declares the gradients of a shard complete.
   *
   * @param own its number among the shards of this process
   * @param shard its number in the batch
   */
  void ready(int own, int shard) {
    if (parameters.gradientSum() != null) {
      parameters.gradientSum().ready(shard, arrayOf(own), 0);
    }
  }

  /** Adds up the gradients of the shards, in their order. */
  void sum(int shards) {
    if (parameters.gradientSum() != null) {
      parameters.gradientSum().finish(parameters.flatGradients());
      return;
    }
    summed = shards;
    flat = parameters.flatGradients();
    WorkerPool.shared().run(task, Math.ceilDiv(flat.length, GRAIN));
  }

  private void add(int chunk) {
    int end = Math.min(flat.length, (chunk + 1) * GRAIN);
    for (int from = chunk * GRAIN; from < end; from += BLOCK) {
      int to = Math.min(end, from + BLOCK);
      for (int s = 1; s < summed; s++) {
        add(others.get(s - 1), from, to);
      }
    }
  }

  private void add(float[] gradients, int from, int to) {
    float[] sum = flat;
    for (int i = from; i < to; i++) {
      sum[i] += gradients[i];
    }
  }
}
