// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.graph.FoldIntoConvolutions;
import io.nyala.kernel.WorkerPool;
import io.nyala.metrics.Metric;
import io.nyala.models.core.Engines;
import io.nyala.plan.Engine;
import io.nyala.plan.Program;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A step whose batch is split into shards that are processed by replicas. The split depends only on
 * the batch, and the results are combined in the order of the shards, so that the number of
 * replicas does not change a single bit.
 */
final class ShardedStep implements Step {
  private final BatchSpec spec;
  private final int replicas;
  private final Shard[] shards;
  private final ShardGradients gradients;
  private final int divisors;
  private final WorkerPool.Task replica = this::runReplica;
  private final WorkerPool.Task shard = this::runShard;

  // The data that the shards of the current pass need. Written before the pool starts.
  private Rows rows;
  private int[] order;
  private int from;
  private long number;
  private boolean dividing;

  /**
   * Creates a step with its own buffers.
   *
   * @param parts the programs of the shards
   * @param gradients the storage of the gradients, or null in evaluation
   */
  ShardedStep(BatchSpec spec, Sharding how, List<Part> parts, ShardGradients gradients) {
    this.spec = spec;
    this.replicas = how.replicas();
    this.gradients = gradients;
    this.shards = new Shard[parts.size()];
    int first = 0;
    for (int s = 0; s < shards.length; s++) {
      Part part = parts.get(s);
      shards[s] =
          new Shard(
              first,
              part.spec(),
              part.graph(),
              part.program(),
              part.divisors(),
              gradients == null ? v -> v : gradients.placesOf(s));
      first += part.spec().rows();
    }
    this.divisors = parts.getLast().graph().divisorCount();
  }

  /**
   * The programs of a shard.
   *
   * @param divisors computes the divisors of the graph, or null
   */
  record Part(BatchSpec spec, StepGraph graph, Program program, Program divisors) {}

  /** Splits a batch into shards and compiles them. Shards of equal size share a program. */
  static List<Part> compile(BatchSpec spec, Sharding how, Function<BatchSpec, StepGraph> graphs) {
    int count = Math.min(how.shards(), spec.rows());
    Map<Integer, Part> bySize = new HashMap<>();
    List<Part> parts = new ArrayList<>();
    for (int s = 0; s < count; s++) {
      BatchSpec part = spec.part(begin(spec, s + 1, count) - begin(spec, s, count));
      parts.add(bySize.computeIfAbsent(part.rows(), n -> compile(part, graphs.apply(part))));
    }
    return parts;
  }

  private static int begin(BatchSpec spec, int s, int count) {
    return (int) ((long) spec.rows() * s / count);
  }

  private static Part compile(BatchSpec spec, StepGraph graph) {
    Engine engine = Engines.ofOneThread();
    return new Part(
        spec,
        graph,
        engine.compile(FoldIntoConvolutions.apply(graph.graph())),
        graph.divisorCount() == 0 ? null : engine.compile(graph.divisors()));
  }

  /** Returns the memory of a step of these parts. */
  static StepPools.Size size(BatchSpec spec, List<Part> parts, ShardGradients gradients) {
    long activations = 0;
    long bytes = gradients == null ? 0 : gradients.bytes(parts.size());
    for (Part part : parts) {
      StepPlan plan = part.graph().plan();
      activations += plan.activationBytes();
      bytes += plan.bytes(part.spec(), part.program());
    }
    return new StepPools.Size(spec.rows(), activations, bytes);
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

  /** Stores which rows to load. The replicas load the rows of their shards. */
  @Override
  public void load(Rows data, int[] newOrder, int newFrom) {
    rows = data;
    order = newOrder;
    from = newFrom;
  }

  @Override
  public void variables(UnaryOperator<Variable> places) {
    for (Shard s : shards) {
      s.variables(places);
    }
  }

  @Override
  public void number(long step) {
    number = step;
  }

  @Override
  public void run() {
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

  /** Sets the fraction of each shard for each loss that is a mean by masks or weights. */
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

  /** Sets the variables that layers changed to the mean over the shards, weighted by their rows. */
  @Override
  public void commit() {
    for (int i = 0; i < shards[0].kept().count(); i++) {
      Variable v = shards[0].kept().shared(i);
      for (int k = 0; k < v.size(); k++) {
        double sum = 0;
        for (Shard s : shards) {
          sum += (double) s.share() * s.kept().own(i).data()[k];
        }
        v.data()[v.offset() + k] = (float) sum;
      }
    }
  }

  @Override
  public float loss() {
    return loss(0);
  }

  private float loss(int i) {
    double sum = 0;
    for (Shard s : shards) {
      sum += s.loss(i);
    }
    return (float) sum;
  }

  @Override
  public float loggedLoss(int i) {
    return loss(1 + i);
  }

  @Override
  public void update(Metric[] metrics) {
    for (Shard s : shards) {
      s.update(metrics);
    }
  }
}
