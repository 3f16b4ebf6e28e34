// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.kernel.WorkerPool;
import io.nyala.ops.Variable;
import io.nyala.plan.Engine;
import io.nyala.plan.Program;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A step whose batch is cut into shards that replicas work through. How it is cut depends on the
 * batch alone, and whatever shards leave is put together in the order of the shards, so that the
 * number of replicas changes no bit.
 */
final class ShardedStep implements Step {
  private record Compiled(StepGraph graph, Program program, Program divisors) {}

  private final BatchSpec spec;
  private final int replicas;
  private final Shard[] shards;
  private final ShardGradients gradients;
  private final Variable[] changed;
  private final float[][] before;
  private final int divisors;
  private final WorkerPool.Task replica = this::runReplica;
  private final WorkerPool.Task shard = this::runShard;

  // What the shards of the current pass need; written before the pool starts.
  private Rows rows;
  private int[] order;
  private int from;
  private long number;
  private boolean dividing;

  /**
   * Compiles the step.
   *
   * @param graphs writes the graph of a part of a batch
   * @param gradients where gradients go, or null in evaluation
   */
  ShardedStep(
      BatchSpec spec,
      DataParallel how,
      Function<BatchSpec, StepGraph> graphs,
      ShardGradients gradients) {
    this.spec = spec;
    this.replicas = how.replicas();
    this.gradients = gradients;
    this.shards = new Shard[Math.min(how.shards(), spec.rows())];
    Map<Integer, Compiled> bySize = new HashMap<>();
    StepGraph graph = null;
    for (int s = 0; s < shards.length; s++) {
      int first = begin(s);
      BatchSpec part = spec.part(begin(s + 1) - first);
      Compiled c = bySize.computeIfAbsent(part.rows(), n -> compile(graphs.apply(part)));
      shards[s] =
          new Shard(
              first,
              part,
              c.graph(),
              c.program(),
              c.divisors(),
              gradients == null ? v -> v : gradients.placesOf(s));
      graph = c.graph();
    }
    this.divisors = graph.divisorCount();
    this.changed = graph.changedByLayers().toArray(Variable[]::new);
    this.before = new float[changed.length][];
    for (int i = 0; i < changed.length; i++) {
      before[i] = new float[changed[i].size()];
    }
  }

  private int begin(int s) {
    return (int) ((long) spec.rows() * s / shards.length);
  }

  private static Compiled compile(StepGraph graph) {
    Engine engine = Engines.ofOneThread();
    return new Compiled(
        graph,
        engine.compile(graph.graph()),
        graph.divisorCount() == 0 ? null : engine.compile(graph.divisors()));
  }

  @Override
  public int rows() {
    return spec.rows();
  }

  @Override
  public long activationBytes() {
    return Arrays.stream(shards).mapToLong(Shard::activationBytes).sum();
  }

  @Override
  public long bytes() {
    long bytes = Arrays.stream(shards).mapToLong(Shard::bytes).sum();
    return gradients == null ? bytes : bytes + gradients.bytes(shards.length);
  }

  /** Remembers which rows to take; the replicas load those of their shards. */
  @Override
  public void load(Rows data, int[] newOrder, int newFrom) {
    rows = data;
    order = newOrder;
    from = newFrom;
  }

  @Override
  public float run(long step) {
    number = step;
    if (divisors > 0) {
      dividing = true;
      runShards();
      shareOut();
    }
    dividing = false;
    runShards();
    if (gradients != null) {
      gradients.sum(shards.length);
    }
    putTogether();
    return loss(0);
  }

  private void runShards() {
    WorkerPool pool = WorkerPool.shared();
    if (replicas >= pool.threads()) {
      pool.run(shard, shards.length);
    } else {
      pool.run(replica, replicas);
    }
  }

  private void runReplica(int r) {
    int end = shards.length * (r + 1) / replicas;
    for (int s = shards.length * r / replicas; s < end; s++) {
      runShard(s);
    }
  }

  private void runShard(int s) {
    if (dividing || divisors == 0) {
      shards[s].load(rows, order, from);
    }
    if (dividing) {
      shards[s].runDivisors();
    } else {
      shards[s].run(number);
    }
  }

  /** Gives each shard its part of each loss that is a mean by masks or weights. */
  private void shareOut() {
    for (int i = 0; i < divisors; i++) {
      double all = 0;
      for (Shard s : shards) {
        all += s.divisor(i);
      }
      for (Shard s : shards) {
        s.share(i, all == 0 ? 0 : (float) (s.divisor(i) / all));
      }
    }
  }

  /** What layers changed becomes the mean of what the shards made of it, weighted by their rows. */
  private void putTogether() {
    for (int i = 0; i < changed.length; i++) {
      Variable v = changed[i];
      System.arraycopy(v.data(), v.offset(), before[i], 0, before[i].length);
      for (int k = 0; k < v.size(); k++) {
        double sum = 0;
        for (Shard s : shards) {
          sum += (double) s.share() * s.changed(i).data()[k];
        }
        v.data()[v.offset() + k] = (float) sum;
      }
    }
  }

  private float loss(int i) {
    double sum = 0;
    for (Shard s : shards) {
      sum += s.loss(i);
    }
    return (float) sum;
  }

  @Override
  public void undo() {
    for (int i = 0; i < changed.length; i++) {
      System.arraycopy(before[i], 0, changed[i].data(), changed[i].offset(), before[i].length);
    }
  }

  @Override
  public float loggedLoss(int i) {
    return loss(1 + i);
  }

  @Override
  public void updateMetrics() {
    for (Shard s : shards) {
      s.updateMetrics();
    }
  }
}
