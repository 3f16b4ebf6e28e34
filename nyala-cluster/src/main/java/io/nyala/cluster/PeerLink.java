// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import io.nyala.peers.Topic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

/** The connection to another worker: one thread that sends, one that receives. */
final class PeerLink {
  /** The largest piece that passes through a buffer. */
  static final int CHUNK = 1 << 16; // words, which stay in the cache of a core

  private static final int HEADER = 32;
  private static final int DATA = 0x4e79446f;
  private static final int BYE = 0x4e794279;
  private static final int FAILED = 0x4e794661;
  private static final int LONGEST_TEXT = 4_000;

  private final Mesh mesh;
  private final int rank;
  private final Wire wire;
  private final LinkedBlockingQueue<Object> outgoing = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<List<Parcel>> incoming = new LinkedBlockingQueue<>();
  private final int chunk;
  private final Thread writer;
  private final Thread reader;

  /** The last thing to send: this worker has ended or failed. */
  private record Farewell(int culprit, String text) {}

  PeerLink(Mesh mesh, int rank, Wire wire, int chunk) {
    this.chunk = chunk;
    this.mesh = mesh;
    this.rank = rank;
    this.wire = wire;
    writer = Thread.ofPlatform().daemon().name("nyala to worker " + rank).unstarted(this::write);
    reader = Thread.ofPlatform().daemon().name("nyala from worker " + rank).unstarted(this::read);
  }

  void start() {
    writer.start();
    reader.start();
  }

  String address() {
    return wire.address();
  }

  /** Sends after what was to be sent before. */
  void send(Parcel t) {
    if (t.size() > 0) {
      t.exchange().expect(rank);
      outgoing.add(t);
    }
  }

  /** Receives parcels of one exchange, in any order, after what was to be received before. */
  void receive(List<Parcel> parcels) {
    List<Parcel> full = new ArrayList<>(parcels);
    full.removeIf(t -> t.size() == 0);
    full.forEach(t -> t.exchange().expect(rank));
    if (!full.isEmpty()) {
      incoming.add(full);
    }
  }

  /** Tells the other worker that this one ends after everything sent so far; null without error. */
  void sayFarewell(int culprit, String error) {
    if (error != null) {
      outgoing.clear();
    }
    outgoing.add(new Farewell(culprit, error));
  }

  /** Waits until the farewell is sent, then closes the connection. */
  void close(long millis) {
    boolean interrupted = Thread.interrupted();
    try {
      writer.join(millis);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    wire.close();
    reader.interrupt();
    writer.interrupt();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // Sending

  private void write() {
    ByteBuffer all = buffer();
    ByteBuffer body = all.slice(HEADER, all.capacity() - HEADER).order(all.order());
    FloatBuffer floats = body.asFloatBuffer();
    IntBuffer ints = body.asIntBuffer();
    try {
      while (true) {
        switch (outgoing.take()) {
          case Parcel t -> {
            header(all, DATA, t.topic().ordinal(), t.exchange().number(), t.number(), t.size());
            int start = 0;
            for (int at = t.from(); at < t.to(); at += chunk) {
              int n = Math.min(chunk, t.to() - at);
              if (t.array() instanceof float[] array) {
                floats.put(0, array, at, n);
              } else {
                ints.put(0, (int[]) t.array(), at, n);
              }
              wire.write(all.limit(HEADER + n * Float.BYTES).position(start));
              start = HEADER;
            }
            t.exchange().done(rank);
          }
          case Farewell f -> {
            byte[] text =
                f.text() == null ? new byte[0] : f.text().getBytes(StandardCharsets.UTF_8);
            int n = Math.min(LONGEST_TEXT, text.length);
            header(all, f.text() == null ? BYE : FAILED, 0, 0, f.culprit(), n);
            all.put(HEADER, text, 0, n);
            wire.write(all.limit(HEADER + n).position(0));
            return;
          }
          default -> throw new AssertionError();
        }
      }
    } catch (IOException e) {
      mesh.lost(rank, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private ByteBuffer buffer() {
    return ByteBuffer.allocateDirect(HEADER + chunk * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void header(
      ByteBuffer all, int kind, int topic, int number, int detail, int size) {
    all.clear().putInt(kind).putInt(topic).putInt(number).putInt(detail).putInt(size);
  }

  // Receiving

  private void read() {
    ByteBuffer all = buffer();
    ByteBuffer body = all.slice(HEADER, all.capacity() - HEADER).order(all.order());
    FloatBuffer floats = body.asFloatBuffer();
    IntBuffer ints = body.asIntBuffer();
    try {
      while (true) {
        List<Parcel> expected = incoming.take();
        while (!expected.isEmpty()) {
          wire.read(all.clear().limit(HEADER));
          Parcel t = which(all.flip(), expected, body);
          if (t == null) {
            return;
          }
          for (int at = t.from(); at < t.to(); at += chunk) {
            int n = Math.min(chunk, t.to() - at);
            wire.read(body.clear().limit(n * Float.BYTES));
            if (t.array() instanceof float[] array) {
              floats.get(0, array, at, n);
            } else {
              ints.get(0, (int[]) t.array(), at, n);
            }
          }
          t.exchange().done(rank);
        }
      }
    } catch (IOException e) {
      mesh.lost(rank, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** Takes the parcel that a header announces from those expected; null after a failure. */
  private Parcel which(ByteBuffer header, List<Parcel> expected, ByteBuffer body)
      throws IOException {
    int kind = header.getInt();
    int topic = header.getInt();
    int number = header.getInt();
    int detail = header.getInt();
    int size = header.getInt();
    for (int i = 0; kind == DATA && i < expected.size(); i++) {
      Parcel t = expected.get(i);
      if (topic == t.topic().ordinal()
          && number == t.exchange().number()
          && detail == t.number()
          && size == t.size()) {
        return expected.remove(i);
      }
    }
    Parcel t = expected.getFirst();
    switch (kind) {
      case BYE ->
          mesh.fail(
              rank,
              "worker %d has ended while this worker was waiting for %s".formatted(rank, t.topic()),
              null);
      case FAILED -> {
        wire.read(body.clear().limit(Math.clamp(size, 0, LONGEST_TEXT)));
        String text = StandardCharsets.UTF_8.decode(body.flip()).toString();
        mesh.failedElsewhere(detail, "%s (seen by worker %d)".formatted(text, rank));
      }
      case DATA ->
          mesh.fail(
              rank,
              ("worker %d sent %s (%d numbers, exchange %d), this worker is at %s (%d numbers, "
                      + "exchange %d); all workers must call fit, evaluate and trainOnBatch with "
                      + "the same data in the same order")
                  .formatted(
                      rank,
                      topic >= 0 && topic < Topic.values().length ? Topic.values()[topic] : topic,
                      size,
                      number,
                      t.topic(),
                      t.size(),
                      t.exchange().number()),
              null);
      default -> mesh.fail(rank, "worker %d sent what is no message".formatted(rank), null);
    }
    return null;
  }
}
