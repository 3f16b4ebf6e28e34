// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import io.nyala.api.NyalaVersion;
import io.nyala.plan.cpu.CpuEngine;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Brings the workers together: all others call worker 0, which tells each where the others are, and
 * of any two of these the one with the higher rank calls the other.
 */
final class Rendezvous implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Rendezvous.class.getPackageName());
  private static final long CALL_AGAIN_MILLIS = 100;
  private static final long HANDSHAKE_MILLIS = 10_000;

  // Names in messages
  private static final String ROLE = "role";
  private static final String JOIN = "join";
  private static final String LINK = "link";
  private static final String RANK = "rank";
  private static final String WORKERS = "workers";
  private static final String VERSION = "version";
  private static final String ARITHMETIC = "arithmetic";
  private static final String ADDRESS = "address";
  private static final String REFUSED = "refused";
  private static final String SESSION = "session";

  private final ClusterSettings settings;
  private final Wires connections;
  private final long deadline;
  private final Wire[] wires;
  private final String[] addresses;
  private String session;
  private String lastRefusal = "";
  private boolean over; // no more are let in
  private boolean finished;

  private Rendezvous(ClusterSettings settings) {
    this.settings = settings;
    this.connections = new Wires(settings);
    this.deadline = System.nanoTime() + settings.joinTimeout().toNanos();
    this.wires = new Wire[settings.workers()];
    this.addresses = new String[settings.workers()];
  }

  /**
   * Connects this worker with all others.
   *
   * @throws ClusterException if one is missing or does not fit
   */
  static Wire[] of(ClusterSettings settings) {
    if (settings.workers() == 1) {
      return new Wire[1];
    }
    try (Rendezvous meeting = new Rendezvous(settings)) {
      Door.Guest guest = settings.rank() == 0 ? meeting::join : meeting::link;
      try (Door door = new Door(settings.listen(), meeting.connections, settings.secret(), guest)) {
        if (settings.rank() == 0) {
          meeting.gather();
        } else {
          meeting.call(door.port());
        }
        meeting.finished = true;
        return meeting.wires;
      }
    }
  }

  /** Closes what was reached before a failure. */
  @Override
  public synchronized void close() {
    if (!finished) {
      over = true;
      for (Wire wire : wires) {
        if (wire != null) {
          wire.close();
        }
      }
    }
  }

  private long millisLeft() {
    return Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
  }

  // Worker 0

  /** Takes a worker, or tells it why not. */
  private boolean join(Wire wire, Map<String, String> hello) throws IOException {
    String refusal;
    int rank = rank(hello);
    synchronized (this) {
      refusal = refusal(hello, rank);
      if (refusal == null) {
        Handshake.send(wire, Map.of()); // before the roster, which follows once all are here
        wires[rank] = wire;
        addresses[rank] = address(wire, hello.get(ADDRESS));
        notifyAll();
      } else {
        lastRefusal = "; worker %d at %s was refused: %s".formatted(rank, wire.address(), refusal);
      }
    }
    if (refusal != null) {
      LOG.log(Level.WARNING, "refused worker {0} at {1}: {2}", rank, wire.address(), refusal);
      Handshake.send(wire, Map.of(REFUSED, refusal));
    }
    return refusal == null;
  }

  private static int rank(Map<String, String> hello) throws IOException {
    try {
      return Integer.parseInt(hello.getOrDefault(RANK, ""));
    } catch (NumberFormatException e) {
      throw new IOException("it has no rank", e);
    }
  }

  private String refusal(Map<String, String> hello, int rank) {
    if (!JOIN.equals(hello.get(ROLE))) {
      return "it did not ask to join";
    }
    if (over) {
      return "the training goes on without it";
    }
    if (!String.valueOf(settings.workers()).equals(hello.get(WORKERS))) {
      return "it was started as one of %s workers, worker 0 as one of %d"
          .formatted(hello.get(WORKERS), settings.workers());
    }
    if (rank < 1 || rank >= settings.workers()) {
      return "there is no place for rank " + rank;
    }
    if (wires[rank] != null) {
      return "there is a worker %d already, at %s".formatted(rank, wires[rank].address());
    }
    if (!NyalaVersion.number().equals(hello.get(VERSION))) {
      return "it has Nyala %s, worker 0 has %s"
          .formatted(hello.get(VERSION), NyalaVersion.number());
    }
    if (!CpuEngine.arithmetic().equals(hello.get(ARITHMETIC))) {
      return ("it computes with %s, worker 0 with %s, so that their bits would differ; start all "
              + "with --add-modules jdk.incubator.vector and, on different processors, with the "
              + "same -XX:MaxVectorSize")
          .formatted(hello.get(ARITHMETIC), CpuEngine.arithmetic());
    }
    return null;
  }

  /** Returns where other workers reach the one that said this. */
  private static String address(Wire wire, String told) {
    int colon = told == null ? -1 : told.lastIndexOf(':');
    if (colon > 0 || colon < 0) {
      return told;
    }
    String seen = wire.address();
    return seen.substring(seen.indexOf('/') + 1, seen.lastIndexOf(':')) + told;
  }

  private void gather() {
    awaitOthers(1);
    byte[] random = new byte[16];
    ThreadLocalRandom.current().nextBytes(random);
    Map<String, String> roster = new LinkedHashMap<>();
    roster.put(SESSION, HexFormat.of().formatHex(random));
    for (int r = 1; r < addresses.length; r++) {
      roster.put(ADDRESS + r, addresses[r]);
    }
    for (int r = 1; r < wires.length; r++) {
      try {
        Handshake.send(wires[r], roster);
      } catch (IOException e) {
        throw new ClusterException(
            r,
            "worker %d (%s) was lost while others joined: %s"
                .formatted(r, wires[r].address(), e.getMessage()),
            e);
      }
    }
  }

  /** Waits for connections of the workers from a rank on. */
  private synchronized void awaitOthers(int from) {
    while (true) {
      List<Integer> missing = new ArrayList<>();
      for (int r = from; r < wires.length; r++) {
        if (wires[r] == null) {
          missing.add(r);
        }
      }
      if (missing.isEmpty()) {
        over = true; // later ones are refused
        return;
      }
      if (System.nanoTime() >= deadline) {
        String text =
            "%s did not join within %d s%s"
                .formatted(
                    missing.size() == 1 ? "worker " + missing.getFirst() : "workers " + missing,
                    settings.joinTimeout().toSeconds(),
                    lastRefusal);
        tellAll(text);
        throw new ClusterException(missing.size() == 1 ? missing.getFirst() : -1, text, null);
      }
      try {
        wait(millisLeft());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClusterException(-1, "interrupted while waiting for workers " + missing, e);
      }
    }
  }

  private void tellAll(String refusal) {
    for (Wire wire : wires) {
      if (wire != null) {
        try {
          Handshake.send(wire, Map.of(REFUSED, refusal));
        } catch (IOException e) {
          wire.close(); // it learns from that
        }
        wire.close();
      }
    }
  }

  // The others

  private void call(int port) {
    Map<String, String> hello = new LinkedHashMap<>();
    hello.put(ROLE, JOIN);
    hello.put(RANK, String.valueOf(settings.rank()));
    hello.put(WORKERS, String.valueOf(settings.workers()));
    hello.put(VERSION, NyalaVersion.number());
    hello.put(ARITHMETIC, CpuEngine.arithmetic());
    hello.put(ADDRESS, (settings.host() == null ? "" : settings.host()) + ":" + port);
    Wire first =
        call(0, settings.rendezvous().getHostString(), settings.rendezvous().getPort(), hello);
    keep(0, first);
    Map<String, String> roster;
    try {
      roster = Handshake.within(first, millisLeft(), () -> Handshake.receive(first));
    } catch (IOException e) {
      throw new ClusterException(
          0,
          "worker 0 (%s) ended before all workers had joined, or they did not join within %d s: %s"
              .formatted(first.address(), settings.joinTimeout().toSeconds(), e.getMessage()),
          e);
    }
    requireAccepted(0, roster);
    synchronized (this) {
      session = roster.get(SESSION);
      notifyAll();
    }
    for (int r = 1; r < settings.rank(); r++) {
      String address = roster.get(ADDRESS + r);
      int colon = address.lastIndexOf(':');
      Map<String, String> request = new LinkedHashMap<>();
      request.put(ROLE, LINK);
      request.put(RANK, String.valueOf(settings.rank()));
      request.put(SESSION, session);
      int number = Integer.parseInt(address.substring(colon + 1));
      keep(r, call(r, address.substring(0, colon), number, request));
    }
    awaitOthers(settings.rank() + 1);
  }

  private synchronized void keep(int rank, Wire wire) {
    wires[rank] = wire;
  }

  private void requireAccepted(int rank, Map<String, String> answer) {
    if (answer.containsKey(REFUSED)) {
      throw new ClusterException(
          rank,
          "worker %d refused this worker (%d): %s"
              .formatted(rank, settings.rank(), answer.get(REFUSED)),
          null);
    }
  }

  /** Calls another worker until it answers, and says hello. */
  private Wire call(int rank, String host, int port, Map<String, String> hello) {
    IOException latest = null;
    while (System.nanoTime() < deadline) {
      Wire wire;
      try {
        wire = connections.call(host, port, (int) Math.min(HANDSHAKE_MILLIS, millisLeft()));
      } catch (IOException e) {
        latest = e;
        pause();
        continue;
      }
      try {
        Map<String, String> answer =
            Handshake.within(
                wire,
                HANDSHAKE_MILLIS,
                () -> {
                  Wires.secure(wire);
                  Handshake.call(wire, settings.secret());
                  Handshake.send(wire, hello);
                  return Handshake.receive(wire);
                });
        requireAccepted(rank, answer);
        return wire;
      } catch (IOException e) {
        wire.close();
        throw new ClusterException(
            rank,
            ("worker %d at %s:%d does not accept this worker (%d): %s; compare the secrets, the key "
                    + "stores and the versions of Nyala")
                .formatted(rank, host, port, settings.rank(), Handshake.reason(e)),
            e);
      } catch (ClusterException e) {
        wire.close();
        throw e;
      }
    }
    throw new ClusterException(
        rank,
        "worker %d cannot be reached at %s:%d for %d s: %s"
            .formatted(
                rank,
                host,
                port,
                settings.joinTimeout().toSeconds(),
                latest == null ? "no time left" : latest.getMessage()),
        latest);
  }

  private static void pause() {
    try {
      Thread.sleep(CALL_AGAIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException(-1, "interrupted while joining the cluster", e);
    }
  }

  /** Takes a connection of a worker with a higher rank. */
  private boolean link(Wire wire, Map<String, String> hello) throws IOException {
    int rank = rank(hello);
    synchronized (this) {
      // It may know the session before this worker does.
      while (session == null && !over && System.nanoTime() < deadline) {
        try {
          wait(millisLeft());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
      if (over
          || !LINK.equals(hello.get(ROLE))
          || session == null
          || !session.equals(hello.get(SESSION))
          || rank <= settings.rank()
          || rank >= wires.length
          || wires[rank] != null) {
        throw new IOException("it is not of this training, or not welcome twice");
      }
      Handshake.send(wire, Map.of());
      wires[rank] = wire;
      notifyAll();
    }
    return true;
  }
}
