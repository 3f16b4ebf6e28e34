// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.metrics.Metric;
import io.nyala.variables.Variable;

/** The results of a shard that another process computes, as read from its message. */
final class RemoteShard implements ShardResult {
  private final float share;
  private final int[] keptAt;
  private final Observation observation;
  private final int observedAt;
  private int[] words;
  private int from;

  RemoteShard(ShardedStep.Part part) {
    StepPlan plan = part.graph().plan();
    share = part.spec().share();
    keptAt = new int[plan.changedByLayers().size()];
    int at = losses(plan);
    for (int i = 0; i < keptAt.length; i++) {
      keptAt[i] = at;
      at += plan.changedByLayers().get(i).size();
    }
    observation = new Observation(plan, null);
    observedAt = at;
  }

  /** Returns the number of losses of a step. */
  static int losses(StepPlan plan) {
    return plan.observed().isEmpty()
        ? plan.graph().outputs().size()
        : plan.observed().getFirst().firstOutput();
  }

  /** Returns the size of the message about a shard. */
  static int words(StepPlan plan) {
    int kept = plan.changedByLayers().stream().mapToInt(Variable::size).sum();
    return losses(plan) + kept + new Observation(plan, null).words();
  }

  /** Takes the results from a message. */
  void read(int[] message, int at) {
    words = message;
    from = at;
    observation.read(message, at + observedAt);
  }

  @Override
  public float share() {
    return share;
  }

  @Override
  public float loss(int i) {
    return Float.intBitsToFloat(words[from + i]);
  }

  @Override
  public float kept(int variable, int element) {
    return Float.intBitsToFloat(words[from + keptAt[variable] + element]);
  }

  @Override
  public void update(Metric[] metrics) {
    observation.update(metrics);
  }
}
