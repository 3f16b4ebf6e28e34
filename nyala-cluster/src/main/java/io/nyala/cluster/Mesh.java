// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import io.nyala.peers.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The connections of a worker to all others. After the first failure nothing works any more, and
 * the others are told.
 */
final class Mesh implements AutoCloseable {
  private static final long FAREWELL_MILLIS = 1_000;

  /** Another worker may know better why a connection has ended. */
  private static final long BETTER_REASON_MILLIS = 300;

  private final int rank;
  private final Duration timeout;
  private final PeerLink[] links; // null for this worker
  private ClusterException failure;
  private int exchanges;
  private boolean closed;

  /**
   * Creates a mesh.
   *
   * @param wires by rank, null for this worker
   */
  Mesh(int rank, Wire[] wires, Duration timeout) {
    this(rank, wires, timeout, PeerLink.CHUNK);
  }

  /**
   * Creates a mesh.
   *
   * @param chunk the words of a buffer; a connection has two
   */
  Mesh(int rank, Wire[] wires, Duration timeout, int chunk) {
    this.rank = rank;
    this.timeout = timeout;
    this.links = new PeerLink[wires.length];
    for (int r = 0; r < wires.length; r++) {
      links[r] = wires[r] == null ? null : new PeerLink(this, r, wires[r], chunk);
    }
    for (PeerLink link : links) {
      if (link != null) {
        link.start();
      }
    }
  }

  int rank() {
    return rank;
  }

  int count() {
    return links.length;
  }

  Duration timeout() {
    return timeout;
  }

  /**
   * Returns the worker to send to as the {@code i}th, from 1. It is another one for each worker, so
   * that not all send to the same one at the same time.
   */
  int next(int i) {
    return (rank + i) % links.length;
  }

  /** Returns the link to a worker, or null for this one. */
  PeerLink link(int r) {
    return links[r];
  }

  /** Starts an exchange. */
  synchronized Exchange exchange(Topic topic) {
    if (closed) {
      throw new IllegalStateException("worker %d of the cluster is closed".formatted(rank));
    }
    return new Exchange(this, topic, exchanges++);
  }

  /** Completes an array whose slices are spread over the workers. */
  void gather(Topic topic, Object array, int[] bounds) {
    if (links.length == 1) {
      return;
    }
    Exchange exchange = exchange(topic);
    for (int i = 1; i < links.length; i++) {
      PeerLink link = links[next(i)];
      link.receive(slices(exchange, array, bounds, next(i)));
      slices(exchange, array, bounds, rank).forEach(link::send);
    }
    exchange.await(timeout);
  }

  /** Completes an array in the first worker; slice {@code i} is that of worker {@code i}. */
  void gatherInFirst(Topic topic, float[] array, int[] bounds) {
    Exchange exchange = exchange(topic);
    if (rank > 0) {
      links[0].send(new Parcel(exchange, rank, array, bounds[rank], bounds[rank + 1]));
    }
    for (int r = 1; rank == 0 && r < links.length; r++) {
      links[r].receive(List.of(new Parcel(exchange, r, array, bounds[r], bounds[r + 1])));
    }
    exchange.await(timeout);
  }

  /** Returns the slices of a worker. */
  private List<Parcel> slices(Exchange exchange, Object array, int[] bounds, int of) {
    List<Parcel> slices = new ArrayList<>();
    for (int s = of; s + 1 < bounds.length; s += links.length) {
      slices.add(new Parcel(exchange, s, array, bounds[s], bounds[s + 1]));
    }
    return slices;
  }

  String describe(List<Integer> ranks) {
    return (ranks.size() == 1 ? "worker " : "workers ")
        + ranks.stream()
            .map(r -> r + (links[r] == null ? "" : " (" + links[r].address() + ")"))
            .collect(Collectors.joining(" and "));
  }

  // Failures

  boolean hasFailed() {
    return failure != null;
  }

  synchronized void check() {
    if (failure != null) {
      throw new ClusterException(failure.rank(), failure.getMessage(), failure);
    }
  }

  /** Called when a connection has ended. */
  void lost(int r, Exception cause) {
    try {
      synchronized (this) {
        long deadline = System.nanoTime() + BETTER_REASON_MILLIS * 1_000_000;
        for (long left = 1; left > 0 && failure == null && !closed; ) {
          left = (deadline - System.nanoTime()) / 1_000_000;
          if (left > 0) {
            wait(left);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    fail(
        r,
        "%s is gone: its connection has ended (%s)"
            .formatted(describe(List.of(r)), cause.getMessage()),
        cause);
  }

  /** Records the first failure and tells the other workers. */
  void fail(int culprit, String message, Exception cause) {
    if (record(culprit, message, cause)) {
      for (int r = 0; r < links.length; r++) {
        if (links[r] != null) {
          links[r].sayFarewell(culprit, message);
        }
      }
      Thread.ofVirtual().start(this::closeLinks);
    }
  }

  /** Records a failure that another worker has told of. */
  void failedElsewhere(int culprit, String message) {
    if (record(culprit, message, null)) {
      Thread.ofVirtual().start(this::closeLinks);
    }
  }

  private synchronized boolean record(int culprit, String message, Exception cause) {
    if (failure != null || closed) {
      return false;
    }
    failure = new ClusterException(culprit, message, cause);
    notifyAll();
    return true;
  }

  private void closeLinks() {
    for (PeerLink link : links) {
      if (link != null) {
        link.close(FAREWELL_MILLIS);
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      notifyAll();
    }
    for (PeerLink link : links) {
      if (link != null && failure == null) {
        link.sayFarewell(rank, null);
      }
    }
    closeLinks();
  }
}
