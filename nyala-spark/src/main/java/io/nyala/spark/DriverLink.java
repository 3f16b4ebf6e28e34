// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * Where the driver answers questions of running tasks, for which Spark itself has no way: reports
 * of trials, progress. A task must present the secret of its {@link Ticket}; others are dropped.
 * The messages of tasks are plain text, never code or objects.
 */
final class DriverLink implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(DriverLink.class.getPackageName());
  private static final int SECRET = 32;
  private static final int LONGEST = 16 << 20;
  private static final int MILLIS_FOR_SECRET = 10_000;
  private static final int MOST_STRANGERS = 64;

  private final ServerSocket server;
  private final String host;
  private final SecureRandom random = new SecureRandom();
  private final Map<Ticket, UnaryOperator<byte[]>> answers = new ConcurrentHashMap<>();
  private final Map<Ticket, Socket> callers = new ConcurrentHashMap<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Semaphore strangers = new Semaphore(MOST_STRANGERS);

  private DriverLink(ServerSocket server, String host) {
    this.server = server;
    this.host = host;
  }

  /** Starts to listen on the driver's address; the port is {@code spark.nyala.port}, or any. */
  static DriverLink open(SparkContext spark) {
    SparkConf conf = spark.conf();
    String host = conf.get("spark.driver.host");
    int port = conf.getInt("spark.nyala.port", 0);
    try {
      ServerSocket server = new ServerSocket();
      try {
        String own = conf.get("spark.driver.bindAddress", host);
        server.bind(new InetSocketAddress(InetAddress.getByName(own), port));
      } catch (IOException e) {
        server.close();
        throw e;
      }
      DriverLink link = new DriverLink(server, host);
      Thread.ofVirtual().name("nyala-driver").start(link::accept);
      return link;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the driver cannot listen on port %d (spark.nyala.port): %s"
              .formatted(port, e.getMessage()),
          e);
    }
  }

  /** Makes a ticket; whoever presents it gets these answers to its messages, one at a time. */
  Ticket ticket(UnaryOperator<byte[]> answer) {
    byte[] secret = new byte[SECRET];
    random.nextBytes(secret);
    Ticket ticket = new Ticket(host, server.getLocalPort(), secret);
    answers.put(ticket, answer);
    return ticket;
  }

  /** Takes a ticket back, and ends the conversation. */
  void end(Ticket ticket) {
    answers.remove(ticket);
    Socket caller = callers.remove(ticket);
    if (caller != null) {
      closeQuietly(caller);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        if (!strangers.tryAcquire()) {
          closeQuietly(socket);
          continue;
        }
        open.add(socket);
        Thread.ofVirtual().start(() -> talk(socket));
      } catch (IOException e) {
        if (!server.isClosed()) {
          LOG.log(Level.WARNING, "a task could not call the driver: {0}", e.getMessage());
        }
      }
    }
  }

  private void talk(Socket socket) {
    boolean known = false;
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(MILLIS_FOR_SECRET);
      Ticket ticket = find(in.readNBytes(SECRET));
      if (ticket == null) {
        LOG.log(Level.WARNING, "dropped a stranger at {0}", socket.getRemoteSocketAddress());
        return;
      }
      known = true;
      strangers.release();
      socket.setSoTimeout(0);
      Socket before = callers.put(ticket, socket); // of an earlier attempt of the same task
      if (before != null) {
        closeQuietly(before);
      }
      while (true) {
        byte[] message = receive(in);
        UnaryOperator<byte[]> answer = answers.get(ticket);
        if (answer == null) {
          return;
        }
        synchronized (ticket) {
          if (callers.get(ticket) != socket) {
            return;
          }
          send(out, answer.apply(message));
        }
      }
    } catch (IOException e) {
      // The task has ended, or the driver has ended the conversation.
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a message of a task could not be answered", e);
    } finally {
      open.remove(socket);
      if (!known) {
        strangers.release();
      }
    }
  }

  private Ticket find(byte[] secret) {
    Ticket found = null;
    for (Ticket ticket : answers.keySet()) {
      if (MessageDigest.isEqual(ticket.secret(), secret)) {
        found = ticket;
      }
    }
    return found;
  }

  static void send(DataOutputStream out, byte[] message) throws IOException {
    byte[] framed = new byte[Integer.BYTES + message.length];
    ByteBuffer.wrap(framed).putInt(message.length).put(message);
    out.write(framed);
    out.flush();
  }

  static byte[] receive(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST) {
      throw new IOException("a message of %,d bytes is not one of Nyala".formatted(length));
    }
    byte[] message = new byte[length];
    in.readFully(message);
    return message;
  }

  static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a connection was closed already", e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the driver's port was closed already", e);
    }
    open.forEach(DriverLink::closeQuietly);
  }
}
