// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Connections between workers of this process that are as fast as those of a switch: each worker
 * has one line in each direction, which carries so many bytes per second, and what is sent arrives
 * after a delay. Several connections share a line piece by piece.
 */
final class SlowNetwork {
  private static final int PIECE = 1 << 14;

  /** What a line takes before it has carried it, so that it does not rest while threads wake up. */
  private static final int AHEAD = 8 * PIECE;

  private final double bytesPerNano;
  private final long delayNanos;
  private final long[] outFreeAt;
  private final long[] inFreeAt;
  private final ReentrantLock[] turns; // of the connections of a worker, to send a piece
  private final AtomicLongArray sent;

  /**
   * Creates a network.
   *
   * @param bytesPerSecond what each worker can send and receive; infinite for no limit
   * @param delay of each message, in seconds
   */
  SlowNetwork(int workers, double bytesPerSecond, double delay) {
    bytesPerNano = bytesPerSecond / 1e9;
    delayNanos = (long) (delay * 1e9);
    outFreeAt = new long[workers];
    inFreeAt = new long[workers];
    turns = new ReentrantLock[workers];
    Arrays.setAll(turns, w -> new ReentrantLock(true));
    sent = new AtomicLongArray(workers);
    Arrays.fill(outFreeAt, System.nanoTime());
    Arrays.fill(inFreeAt, System.nanoTime());
  }

  /** Returns the bytes that a worker has sent. */
  long sent(int rank) {
    return sent.get(rank);
  }

  /** Returns the connections of all workers, by worker and by the other end. */
  Wire[][] wires() {
    int workers = outFreeAt.length;
    Line[][] lines = new Line[workers][workers];
    Wire[][] wires = new Wire[workers][workers];
    for (int a = 0; a < workers; a++) {
      for (int b = 0; b < workers; b++) {
        lines[a][b] = new Line(a, b);
      }
    }
    for (int a = 0; a < workers; a++) {
      for (int b = 0; b < workers; b++) {
        wires[a][b] = a == b ? null : new End(lines[a][b], lines[b][a], "worker " + b);
      }
    }
    return wires;
  }

  /** Waits until a line can take a piece, and returns when the piece will have arrived. */
  private long send(int from, int to, int bytes) {
    turns[from].lock();
    try {
      waitUntil(outFreeAt[from] - (long) (AHEAD / bytesPerNano));
      return book(from, to, bytes);
    } finally {
      turns[from].unlock();
    }
  }

  private synchronized long book(int from, int to, int bytes) {
    long take = (long) (bytes / bytesPerNano);
    long start = Math.max(System.nanoTime(), outFreeAt[from]);
    long left = start + take;
    outFreeAt[from] = left;
    long arrived = Math.max(left + delayNanos, inFreeAt[to] + take);
    inFreeAt[to] = arrived;
    sent.addAndGet(from, bytes);
    return arrived;
  }

  private static void waitUntil(long time) {
    for (long left; (left = time - System.nanoTime()) > 0; ) {
      LockSupport.parkNanos(left);
    }
  }

  private record Piece(byte[] bytes, long arrival) {}

  /** One direction of a connection. */
  private final class Line {
    final int from;
    final int to;
    final LinkedBlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();

    Line(int from, int to) {
      this.from = from;
      this.to = to;
    }

    void write(ByteBuffer all) {
      while (all.hasRemaining()) {
        byte[] bytes = new byte[Math.min(PIECE, all.remaining())];
        all.get(bytes);
        pieces.add(new Piece(bytes, send(from, to, bytes.length)));
      }
    }
  }

  private static final class End implements Wire {
    private final Line out;
    private final Line in;
    private final String address;
    private volatile boolean closed;
    private ByteBuffer rest = ByteBuffer.allocate(0);

    End(Line out, Line in, String address) {
      this.out = out;
      this.in = in;
      this.address = address;
    }

    @Override
    public void read(ByteBuffer into) throws IOException {
      while (into.hasRemaining()) {
        if (!rest.hasRemaining()) {
          rest = ByteBuffer.wrap(next());
        }
        int n = Math.min(rest.remaining(), into.remaining());
        into.put(into.position(), rest, rest.position(), n).position(into.position() + n);
        rest.position(rest.position() + n);
      }
    }

    private byte[] next() throws IOException {
      try {
        Piece piece = null;
        while (piece == null) {
          if (closed) {
            throw new EOFException("closed");
          }
          piece = in.pieces.poll(5, TimeUnit.SECONDS);
        }
        waitUntil(piece.arrival());
        return piece.bytes();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }

    @Override
    public void write(ByteBuffer from) {
      out.write(from);
    }

    @Override
    public String address() {
      return address;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
