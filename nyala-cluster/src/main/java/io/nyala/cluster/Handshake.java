// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The beginning of a connection. Both ends prove that they know the secret, without sending it, by
 * HMAC-SHA256 of random numbers of both. Until then only messages of fixed size are read.
 */
final class Handshake {
  private static final byte[] MAGIC = "NYALA/1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int NONCE = 32;
  private static final int PROOF = 32;
  private static final int LONGEST = 1 << 16;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ScheduledExecutorService ALARM =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("nyala handshake alarm").factory());

  private Handshake() {}

  /** Something that uses a connection. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** Runs work, and closes the connection if it takes longer. */
  static <T> T within(Wire wire, long millis, Work<T> work) throws IOException {
    Future<?> alarm = ALARM.schedule(wire::close, Math.max(1, millis), TimeUnit.MILLISECONDS);
    try {
      return work.run();
    } finally {
      alarm.cancel(false);
    }
  }

  /** Returns why a connection failed. */
  static String reason(IOException e) {
    return e instanceof ClosedChannelException
        ? "it took too long, or others were in a hurry"
        : e.getMessage();
  }

  // Authentication

  /** Lets a caller prove itself, then does the same. */
  static void accept(Wire wire, byte[] secret) throws IOException {
    byte[] theirs = readGreeting(wire);
    byte[] mine = greet(wire);
    byte[] proof = read(wire, PROOF);
    if (!MessageDigest.isEqual(proof, proof(secret, "caller", theirs, mine))) {
      throw new IOException("it does not know the secret of this cluster");
    }
    wire.write(ByteBuffer.wrap(proof(secret, "called", theirs, mine)));
  }

  /** Proves this worker to the one that it has called, which then does the same. */
  static void call(Wire wire, byte[] secret) throws IOException {
    byte[] mine = greet(wire);
    byte[] theirs = readGreeting(wire);
    wire.write(ByteBuffer.wrap(proof(secret, "caller", mine, theirs)));
    byte[] proof = read(wire, PROOF);
    if (!MessageDigest.isEqual(proof, proof(secret, "called", mine, theirs))) {
      throw new IOException("it does not know the secret of this cluster");
    }
  }

  private static byte[] greet(Wire wire) throws IOException {
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    wire.write(ByteBuffer.allocate(MAGIC.length + NONCE).put(MAGIC).put(nonce).flip());
    return nonce;
  }

  private static byte[] readGreeting(Wire wire) throws IOException {
    byte[] magic = read(wire, MAGIC.length);
    if (!MessageDigest.isEqual(magic, MAGIC)) {
      String text = new String(magic, StandardCharsets.US_ASCII).replaceAll("[^ -~]", "?");
      throw new IOException("it is no worker of Nyala: it begins with \"" + text + "\"");
    }
    return read(wire, NONCE);
  }

  private static byte[] read(Wire wire, int count) throws IOException {
    byte[] bytes = new byte[count];
    wire.read(ByteBuffer.wrap(bytes));
    return bytes;
  }

  private static byte[] proof(byte[] secret, String role, byte[] caller, byte[] called) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update(role.getBytes(StandardCharsets.US_ASCII));
      mac.update(caller);
      mac.update(called);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC-SHA256", e);
    }
  }

  // Messages to those who have proved themselves

  /** Sends texts by name. */
  static void send(Wire wire, Map<String, String> message) throws IOException {
    StringBuilder text = new StringBuilder();
    message.forEach(
        (name, value) ->
            text.append(name).append('=').append(value.replace('\n', ' ')).append('\n'));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    wire.write(
        ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes).flip());
  }

  /** Receives texts by name. */
  static Map<String, String> receive(Wire wire) throws IOException {
    int length = ByteBuffer.wrap(read(wire, Integer.BYTES)).getInt();
    if (length < 0 || length > LONGEST) {
      throw new IOException("it announces a message of %,d bytes".formatted(length));
    }
    Map<String, String> message = new LinkedHashMap<>();
    for (String line : new String(read(wire, length), StandardCharsets.UTF_8).split("\n")) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        message.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return message;
  }
}
