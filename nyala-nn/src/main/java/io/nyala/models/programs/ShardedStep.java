// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.graph.FoldIntoConvolutions;
import io.nyala.kernel.WorkerPool;
import io.nyala.metrics.Metric;
import io.nyala.models.core.Engines;
import io.nyala.peers.Peers;
import io.nyala.peers.Topic;
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
 * A step whose batch is split into shards that are processed by replicas, perhaps in several
 * processes. The split depends only on the batch, and the results are combined in the order of the
 * shards, so that the number of replicas or processes does not change a single bit.
 */
final class ShardedStep implements Step {
  private final BatchSpec spec;
  private final int replicas;
  private final Peers peers;
  private final int first;
  private final Shard[] shards; // those of this process
  private final ShardResult[] all;
  private final ShardGradients gradients;
  private final int divisors;
  private final int losses;
  private final double[] sums; // the divisors of all shards
  private final int[] sumBounds;
  private final int[] words; // the results of all shards, for other processes
  private final int[] places; // of the shards in the words
  private final int[] wordBounds;
  private final Variable[] changed; // by layers

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
    int count = parts.size();
    this.peers = how.peers();
    this.first = how.from(count);
    this.shards = new Shard[how.to(count) - first];
    this.all = new ShardResult[count];
    this.places = new int[count + 1];
    int row = 0;
    for (int s = 0; s < count; s++) {
      Part part = parts.get(s);
      int own = s - first;
      if (own >= 0 && own < shards.length) {
        shards[own] =
            new Shard(
                row,
                part.spec(),
                part.graph(),
                part.program(),
                part.divisors(),
                gradients == null ? v -> v : gradients.placesOf(own));
        all[s] = shards[own];
        if (gradients != null) {
          shards[own].follow(gradients.progressOf(own, s));
        }
      } else {
        all[s] = new RemoteShard(part);
      }
      row += part.spec().rows();
      places[s + 1] = places[s] + (peers == null ? 0 : RemoteShard.words(part.graph().plan()));
    }
    StepGraph graph = parts.getLast().graph();
    this.divisors = graph.divisorCount();
    this.changed = graph.plan().changedByLayers().toArray(Variable[]::new);
    this.losses = RemoteShard.losses(graph.plan());
    this.sums = new double[count * divisors];
    this.words = new int[places[count]];
    int workers = peers == null ? 1 : peers.count();
    this.sumBounds = new int[workers + 1];
    this.wordBounds = new int[workers + 1];
    for (int w = 0; w <= workers; w++) {
      sumBounds[w] = how.first(w, count) * divisors;
      wordBounds[w] = places[how.first(w, count)];
    }
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
  static StepPools.Size size(
      BatchSpec spec, Sharding how, List<Part> parts, ShardGradients gradients) {
    long activations = 0;
    List<Part> own = parts.subList(how.from(parts.size()), how.to(parts.size()));
    long bytes = gradients == null ? 0 : gradients.bytes(own.size(), parts.size());
    for (Part part : own) {
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
    return gradients == null ? bytes : bytes + gradients.bytes(shards.length, all.length);
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
    if (gradients != null) {
      gradients.begin(all.length);
    }
    runShards();
    if (gradients != null) {
      gradients.sum(all.length);
    }
    if (peers != null) {
      exchangeResults();
    }
  }

  private void exchangeResults() {
    for (int s = 0; s < shards.length; s++) {
      shards[s].write(losses, words, places[first + s]);
    }
    peers.gather(Topic.RESULTS, words, wordBounds);
    for (int s = 0; s < all.length; s++) {
      if (all[s] instanceof RemoteShard remote) {
        remote.read(words, places[s]);
      }
    }
  }

  private void runShards() {
    if (shards.length == 0) {
      return; // a small batch on many processes
    }
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
      if (gradients != null) {
        gradients.ready(s, first + s);
      }
    }
  }

  /** Sets the fraction of each shard for each loss that is a mean by masks or weights. */
  private void shareOut() {
    for (int s = 0; s < shards.length; s++) {
      for (int i = 0; i < divisors; i++) {
        sums[(first + s) * divisors + i] = shards[s].divisor(i);
      }
    }
    if (peers != null) {
      peers.gather(Topic.DIVISORS, sums, sumBounds);
    }
    for (int i = 0; i < divisors; i++) {
      double sum = 0;
      for (int s = 0; s < all.length; s++) {
        sum += sums[s * divisors + i];
      }
      for (Shard s : shards) {
        s.share(i, sum == 0 ? 0 : (float) (s.divisor(i) / sum));
      }
    }
  }

  /** Sets the variables that layers changed to the mean over the shards, weighted by their rows. */
  @Override
  public void commit() {
    for (int i = 0; i < changed.length; i++) {
      Variable v = shards.length == 0 ? changed[i] : shards[0].shared(i);
      for (int k = 0; k < v.size(); k++) {
        double sum = 0;
        for (ShardResult s : all) {
          sum += (double) s.share() * s.kept(i, k);
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
    for (ShardResult s : all) {
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
    for (ShardResult s : all) {
      s.update(metrics);
    }
  }
}
