// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import io.nyala.kernel.WorkerPool;
import io.nyala.models.DataParallel;
import io.nyala.peers.GradientSum;
import io.nyala.peers.Peers;
import io.nyala.peers.Topic;
import io.nyala.settings.Arguments;
import java.util.Objects;

/**
 * This process as one of several that train a model together. All run the same program:
 *
 * <pre>{@code
 * try (ClusterWorker worker = ClusterWorker.join(ClusterSettings.fromEnvironment(System.getenv()))) {
 *   model.compile(adam(1e-3), binaryCrossentropy(), accuracy());
 *   model.distribute(worker.distribution(8));
 *   model.fit(x, y, fit().epochs(3).batchSize(256).checkpoints(Checkpoints.in(folder)));
 *   if (worker.isFirst()) {
 *     ModelFiles.save(model, file);
 *   }
 * }
 * }</pre>
 *
 * <p>Results are bitwise those of a single process with the same number of shards, and those of any
 * other number of workers. All weights and metrics are the same in all workers. Checkpoints,
 * progress and event files are written by the first worker only.
 *
 * <p>{@code fit}, {@code evaluate} and {@code trainOnBatch} must be called by one thread, in the
 * same order in all workers. If a worker is lost, the running call fails with a {@link
 * ClusterException} in all others; the weights are then those within a step. Start all again, with
 * any number of workers: {@code fit} continues from the latest checkpoint.
 */
public final class ClusterWorker implements Peers, AutoCloseable {
  private final Mesh mesh;

  private ClusterWorker(Mesh mesh) {
    this.mesh = mesh;
  }

  /**
   * Connects this process with the other workers, and waits for them.
   *
   * @throws ClusterException if a worker is missing or does not fit, or this one is refused
   * @throws IllegalArgumentException if a setting is missing
   */
  public static ClusterWorker join(ClusterSettings settings) {
    Arguments.given("settings", settings).check();
    Wire[] wires = Rendezvous.of(settings);
    return new ClusterWorker(new Mesh(settings.rank(), wires, settings.timeout()));
  }

  /** Returns the number of this worker, from 0. */
  @Override
  public int rank() {
    return mesh.rank();
  }

  /** Returns the number of workers. */
  @Override
  public int count() {
    return mesh.count();
  }

  /** Returns whether this is worker 0, which writes files. */
  public boolean isFirst() {
    return rank() == 0;
  }

  /**
   * Returns the distribution for {@code model.distribute}. Each worker uses all its threads.
   *
   * @param shards the number of shards per batch, best a multiple of the number of workers. Results
   *     depend on it, but not on the number of workers
   */
  public DataParallel distribution(int shards) {
    return DataParallel.replicas(WorkerPool.shared().threads()).shards(shards).among(this);
  }

  // For the training

  @Override
  public void gather(Topic topic, float[] values, int[] bounds) {
    check(topic, values, bounds, values == null ? 0 : values.length);
    mesh.gather(topic, values, bounds);
  }

  @Override
  public void gather(Topic topic, int[] values, int[] bounds) {
    check(topic, values, bounds, values == null ? 0 : values.length);
    mesh.gather(topic, values, bounds);
  }

  @Override
  public void gatherInFirst(Topic topic, float[] values, int[] bounds) {
    check(topic, values, bounds, values == null ? 0 : values.length);
    mesh.gatherInFirst(topic, values, bounds);
  }

  private void check(Topic topic, Object values, int[] bounds, int length) {
    Arguments.given("topic", topic);
    Arguments.given("values", values);
    Arguments.given("bounds", bounds);
    if (bounds.length <= 1 || bounds.length % count() != 1 % count()) {
      throw new IllegalArgumentException(
          "expected as many slices for each of %d workers, got %d"
              .formatted(count(), bounds.length - 1));
    }
    Objects.checkFromToIndex(bounds[0], bounds[bounds.length - 1], length);
  }

  @Override
  public GradientSum gradientSum(int[] bounds) {
    return new SliceSum(mesh, Arguments.given("bounds", bounds));
  }

  /** Leaves the cluster. Workers that still wait for this one fail with its rank. */
  @Override
  public void close() {
    mesh.close();
  }
}
