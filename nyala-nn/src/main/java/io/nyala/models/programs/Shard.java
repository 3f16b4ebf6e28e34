// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.metrics.Metric;
import io.nyala.plan.Execution;
import io.nyala.plan.Program;
import io.nyala.variables.Variable;
import java.util.function.UnaryOperator;

/**
 * One part of a batch: its rows, the buffers of its program, and its contribution to the whole
 * batch. It only writes its own data, so that shards may run concurrently.
 */
final class Shard implements ShardResult {
  private final int first;
  private final BatchSpec spec;
  private final Kept kept;
  private final Execution divisors;
  private final StepProgram step;
  private final UnaryOperator<Variable> gradients;
  private final float[] shares;
  private GradientProgress progress;

  /**
   * Creates a shard.
   *
   * @param first its first row in the batch
   * @param divisors computes the graph's divisors, or null
   * @param gradients supplies the destination of the gradients
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
    StepPlan plan = graph.plan();
    this.kept = new Kept(plan.changedByLayers());
    this.gradients = gradients;
    this.divisors = divisors == null ? null : divisors.newExecution();
    this.step = new StepProgram(plan, spec, program, kept, gradients, this.divisors);
    Execution execution = step.execution();
    execution.part(first, spec.rows());
    this.shares = new float[graph.divisorCount()];
    for (int i = 0; i < shares.length; i++) {
      execution.input(spec.all().size() + i, shares, i);
    }
  }

  void variables(UnaryOperator<Variable> places) {
    step.variables(v -> gradients.apply(places.apply(v)));
  }

  long activationBytes() {
    return step.activationBytes();
  }

  long bytes() {
    return step.bytes();
  }

  @Override
  public float share() {
    return spec.share();
  }

  /** Loads the shard's rows of a batch. */
  void load(Rows data, int[] order, int from) {
    step.load(data, order, from + first);
  }

  /** Sets what follows the gradients within the step; null for nothing. */
  void follow(GradientProgress newProgress) {
    progress = newProgress;
    step.execution().onAssigned(newProgress);
  }

  // Divisors

  /** Computes the divisors of the loaded rows. */
  void runDivisors() {
    divisors.run();
  }

  float divisor(int i) {
    return divisors.scalar(i);
  }

  /** Sets the fraction that the shard's loss contributes to that of the batch. */
  void share(int i, float share) {
    shares[i] = share;
  }

  // The step

  /** Runs the step. Layers see their state as it was before the batch. */
  void run(long number) {
    if (progress != null) {
      progress.begin();
    }
    step.number(number);
    step.run();
  }

  @Override
  public float loss(int i) {
    return step.execution().scalar(i);
  }

  @Override
  public float kept(int variable, int element) {
    return kept.own(variable).data()[element];
  }

  /** Returns where the variables that layers change have their content. */
  Variable shared(int variable) {
    return kept.shared(variable);
  }

  @Override
  public void update(Metric[] metrics) {
    step.update(metrics);
  }

  /** Writes the results to a message for other processes, as {@link RemoteShard} reads them. */
  void write(int losses, int[] words, int from) {
    for (int i = 0; i < losses; i++) {
      words[from + i] = Float.floatToRawIntBits(loss(i));
    }
    int at = from + losses;
    for (int i = 0; i < kept.count(); i++) {
      Variable v = kept.own(i);
      MessageWords.write(v.data(), v.offset(), v.size(), words, at);
      at += v.size();
    }
    step.observe().write(words, at);
  }
}
