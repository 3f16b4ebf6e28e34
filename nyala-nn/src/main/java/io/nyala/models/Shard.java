// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.ops.Variable;
import io.nyala.plan.Execution;
import io.nyala.plan.Program;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One part of a batch: its rows, buffers for its program, and what it leaves for the whole. It
 * writes only what is its own, so that shards may run at the same time.
 */
final class Shard {
  private final int first;
  private final BatchSpec spec;
  private final Execution execution;
  private final Execution divisors;
  private final StepProgram step;
  private final Variable[] shared;
  private final Variable[] own;
  private final float[] shares;

  /**
   * Creates a shard.
   *
   * @param first its first row in the batch
   * @param divisors computes the graph's divisors, or null
   * @param gradients says where the gradients are to go
   */
  Shard(
      int first,
      BatchSpec spec,
      StepGraph graph,
      Program program,
      Program divisors,
      UnaryOperator<Variable> gradients) {
    this.first = first;
    this.spec = spec;
    this.shared = graph.changedByLayers().toArray(Variable[]::new);
    this.own = new Variable[shared.length];
    Map<Variable, Variable> places = new IdentityHashMap<>();
    for (int i = 0; i < shared.length; i++) {
      own[i] = new Variable(shared[i].name(), shared[i].shape());
      places.put(shared[i], own[i]);
    }
    this.execution =
        program.newExecution(
            v -> {
              Variable mine = places.get(v);
              return mine == null ? gradients.apply(v) : mine;
            });
    execution.part(first, spec.rows());
    this.divisors = divisors == null ? null : divisors.newExecution();
    this.shares = new float[graph.divisorCount()];
    for (int i = 0; i < shares.length; i++) {
      execution.input(spec.all().size() + i, shares, i);
    }
    this.step = new StepProgram(graph, spec, program, execution, this.divisors);
  }

  int rows() {
    return spec.rows();
  }

  long activationBytes() {
    return step.activationBytes();
  }

  long bytes() {
    return step.bytes();
  }

  float share() {
    return spec.share();
  }

  /** Loads the shard's rows of a batch. */
  void load(Rows data, int[] order, int from) {
    step.load(data, order, from + first);
  }

  // Divisors

  /** Computes the divisors of the rows that are loaded. */
  void runDivisors() {
    divisors.run();
  }

  float divisor(int i) {
    return divisors.scalar(i);
  }

  /** Sets the part that the shard's loss has in that of the batch. */
  void share(int i, float share) {
    shares[i] = share;
  }

  // The step

  /** Runs the step; layers find what they keep as it was before the batch. */
  void run(long number) {
    for (int i = 0; i < own.length; i++) {
      System.arraycopy(
          shared[i].data(), shared[i].offset(), own[i].data(), own[i].offset(), own[i].size());
    }
    execution.step(number);
    execution.run();
  }

  /** Returns what the shard adds to one of the losses; the total is number 0. */
  float loss(int i) {
    return execution.scalar(i);
  }

  /** Returns what the shard's layers made of a variable. */
  Variable changed(int i) {
    return own[i];
  }

  void updateMetrics() {
    step.updateMetrics();
  }
}
