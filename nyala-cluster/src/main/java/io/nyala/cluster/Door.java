// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Lets in connections of workers that know the secret. Others are dropped and logged, and cannot
 * hold up those that are welcome: each is dealt with in a thread of its own and has little time.
 */
final class Door implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Door.class.getPackageName());
  private static final long HANDSHAKE_MILLIS = 10_000;
  private static final int MOST_STRANGERS = 64;
  private static final long ACCEPT_AGAIN_MILLIS = 100;

  /** Takes a connection that has proved itself, with its first message. */
  @FunctionalInterface
  interface Guest {
    /** Returns whether the connection is kept. */
    boolean welcome(Wire wire, Map<String, String> hello) throws IOException;
  }

  private final ServerSocketChannel socket;
  private final Wires wires;
  private final byte[] secret;
  private final Guest guest;
  private final Deque<SocketChannel> strangers = new ArrayDeque<>();

  Door(ServerSocketChannel socket, Wires wires, byte[] secret, Guest guest) {
    this.socket = socket;
    this.wires = wires;
    this.secret = secret;
    this.guest = guest;
    Thread.ofPlatform().daemon().name("nyala door").start(this::open);
  }

  int port() {
    return socket.socket().getLocalPort();
  }

  private void open() {
    while (socket.isOpen()) {
      try {
        SocketChannel channel = socket.accept();
        makeRoomFor(channel);
        Thread.ofVirtual().start(() -> admit(channel));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.log(Level.WARNING, "cannot accept a connection: {0}", e.getMessage());
        pause();
      }
    }
  }

  /** A worker needs milliseconds, so among too many connections the oldest is dropped. */
  private void makeRoomFor(SocketChannel channel) {
    synchronized (strangers) {
      if (strangers.size() == MOST_STRANGERS) {
        close(strangers.removeFirst());
      }
      strangers.addLast(channel);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(ACCEPT_AGAIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void admit(SocketChannel channel) {
    Wire wire = null;
    boolean kept = false;
    String from = String.valueOf(channel.socket().getRemoteSocketAddress());
    try {
      Wire made = wires.of(channel, false);
      wire = made;
      Map<String, String> hello =
          Handshake.within(
              made,
              HANDSHAKE_MILLIS,
              () -> {
                Wires.secure(made);
                Handshake.accept(made, secret);
                return Handshake.receive(made);
              });
      kept = guest.welcome(made, hello);
    } catch (IOException | RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "dropped a connection from {0}: {1}",
          from,
          e instanceof IOException io ? Handshake.reason(io) : e);
    } finally {
      synchronized (strangers) {
        strangers.remove(channel);
      }
      if (!kept) {
        if (wire == null) {
          close(channel);
        } else {
          wire.close();
        }
      }
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing is left to be done with it.
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is left to be done with it.
    }
  }
}
