// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import io.nyala.cluster.ClusterSettings;
import io.nyala.cluster.ClusterWorker;
import io.nyala.peers.GradientSum;
import io.nyala.peers.Peers;
import io.nyala.peers.Topic;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures a sum over two workers, of which each gets the whole, on loopback: gradients are sent to
 * the owners of slices, added, and the slices sent back. Its peer is the time to send the same
 * number of bytes both ways at once through a socket.
 */
final class AllReduceBenchmark implements Benchmark {
  private static final int MILLION = 1_000_000;
  private static final int CHUNK = 1 << 20;
  private static final int ROUNDS = 5;
  private static final Duration ROUND = Duration.ofMillis(500);
  private static final Duration WINDOW = Duration.ofMillis(300);
  private static final Duration WARM_UP = Duration.ofSeconds(4);

  private final int millions;

  private AllReduceBenchmark(int millions) {
    this.millions = millions;
  }

  static List<Benchmark> all() {
    return List.of(
        new AllReduceBenchmark(1), new AllReduceBenchmark(10), new AllReduceBenchmark(100));
  }

  @Override
  public String name() {
    return "allreduce-" + millions + "m";
  }

  @Override
  public String description() {
    return "a sum of %d million floats over two workers on loopback".formatted(millions);
  }

  @Override
  public BenchReport.Row run(int threads) {
    double[] ours = new double[ROUNDS];
    double[] sockets = new double[ROUNDS];
    try (Pair sum = new Sum(millions * MILLION);
        Pair copy = new Copy(Float.BYTES * millions * MILLION)) {
      StepTimer.warmUp(sum, WINDOW, WARM_UP);
      StepTimer.warmUp(copy, WINDOW, WARM_UP);
      for (int round = 0; round < ROUNDS; round++) {
        ours[round] = StepTimer.medianMicros(sum, ROUND);
        sockets[round] = StepTimer.medianMicros(copy, ROUND);
      }
    }
    return new BenchReport.Row(
        name(),
        threads,
        StepTimer.median(ours),
        Map.of("sockets", StepTimer.median(sockets)),
        Double.NaN);
  }

  /** Work of two workers at the same time. */
  private abstract static class Pair implements Step {
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    abstract void work(int rank);

    <T> T await(Future<T> future) {
      try {
        return future.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }

    ExecutorService other() {
      return other;
    }

    @Override
    public void run() {
      Future<?> second = other.submit(() -> work(1));
      work(0);
      await(second);
    }

    @Override
    public void close() {
      other.shutdown();
    }
  }

  /** The sum of a gradient of each worker. */
  private static final class Sum extends Pair {
    private final ClusterWorker[] workers = new ClusterWorker[2];
    private final GradientSum[] sums = new GradientSum[2];
    private final float[][] gradients;
    private final int[] bounds;

    Sum(int size) {
      int slices = 2 * Peers.slicesEach(size, 2);
      bounds = new int[slices + 1];
      Arrays.setAll(bounds, s -> (int) ((long) size * s / slices));
      gradients = new float[2][size];
      ClusterSettings[] settings = new ClusterSettings[2];
      try {
        ServerSocketChannel door =
            ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        int port = door.socket().getLocalPort();
        for (int r = 0; r < 2; r++) {
          settings[r] =
              ClusterSettings.of(r, 2)
                  .rendezvous("127.0.0.1:" + port)
                  .host("127.0.0.1")
                  .secret(new byte[32]);
        }
        settings[0].listenOn(door);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Future<ClusterWorker> second = other().submit(() -> ClusterWorker.join(settings[1]));
      workers[0] = ClusterWorker.join(settings[0]);
      workers[1] = await(second);
      for (int r = 0; r < 2; r++) {
        sums[r] = workers[r].gradientSum(bounds);
      }
    }

    @Override
    void work(int rank) {
      gradients[rank][0] = 1;
      sums[rank].begin(2);
      sums[rank].ready(rank, gradients[rank], 0);
      sums[rank].finish(gradients[rank]);
      workers[rank].gather(Topic.WEIGHTS, gradients[rank], bounds);
    }

    @Override
    public double witness() {
      return gradients[1][0]; // 2
    }

    @Override
    public void close() {
      for (ClusterWorker worker : workers) {
        worker.close();
      }
      super.close();
    }
  }

  /**
   * The same bytes: each end sends from memory, and receives into memory, as much as a sum makes it
   * do.
   */
  private static final class Copy extends Pair {
    private final int bytes;
    private final SocketChannel[] ends = new SocketChannel[2];
    private final ExecutorService writers = Executors.newFixedThreadPool(2);
    private final ByteBuffer[] out = new ByteBuffer[2];
    private final ByteBuffer[] in = new ByteBuffer[2];

    Copy(int bytes) {
      this.bytes = bytes;
      try (ServerSocketChannel door =
          ServerSocketChannel.open()
              .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
        ends[0] = SocketChannel.open(door.getLocalAddress());
        ends[1] = door.accept();
        for (int r = 0; r < 2; r++) {
          ends[r].setOption(StandardSocketOptions.TCP_NODELAY, true);
          out[r] = ByteBuffer.allocateDirect(bytes);
          in[r] = ByteBuffer.allocateDirect(bytes);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    void work(int rank) {
      Future<?> sent = writers.submit(() -> send(rank));
      receive(rank);
      await(sent);
    }

    private void send(int rank) {
      try {
        ByteBuffer all = out[rank].clear();
        while (all.position() < bytes) {
          ends[rank].write(all.limit(Math.min(bytes, all.position() + CHUNK)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void receive(int rank) {
      try {
        ByteBuffer all = in[rank].clear();
        while (all.position() < bytes) {
          if (ends[rank].read(all.limit(Math.min(bytes, all.position() + CHUNK))) < 0) {
            throw new EOFException();
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public double witness() {
      return bytes;
    }

    @Override
    public void close() {
      writers.shutdown();
      super.close();
      try {
        ends[0].close();
        ends[1].close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
