// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import io.nyala.settings.Arguments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How a worker finds and trusts the others:
 *
 * <pre>{@code
 * ClusterSettings.of(rank, 4).rendezvous("node-0:7711").secretFile(Path.of("/run/secrets/nyala"))
 * }</pre>
 *
 * <p>{@link #fromEnvironment} reads the same from environment variables.
 */
public final class ClusterSettings {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int LEAST_SECRET = 16;
  private static final int LAST_PORT = 65_535;

  private final int rank;
  private final int workers;
  private InetSocketAddress rendezvous;
  private byte[] secret = new byte[0];
  private String host;
  private int port;
  private ServerSocketChannel listener;
  private Duration timeout = TIMEOUT;
  private Duration joinTimeout = TIMEOUT;
  private Path keyStore;
  private char[] keyStorePassword;

  private ClusterSettings(int rank, int workers) {
    if (workers < 1 || rank < 0 || rank >= workers) {
      throw new IllegalArgumentException(
          "the rank of a worker is from 0 to before the number of workers, got rank %d of %d workers"
              .formatted(rank, workers));
    }
    this.rank = rank;
    this.workers = workers;
  }

  /**
   * Creates settings.
   *
   * @param rank the number of this worker, from 0; worker 0 is found by all others, and writes the
   *     files
   * @param workers the number of workers
   * @throws IllegalArgumentException if the rank is not below the number of workers
   */
  public static ClusterSettings of(int rank, int workers) {
    return new ClusterSettings(rank, workers);
  }

  /**
   * Reads {@code NYALA_RANK}, {@code NYALA_WORKERS}, {@code NYALA_RENDEZVOUS} (host:port), {@code
   * NYALA_SECRET_FILE} or {@code NYALA_SECRET}, and if set {@code NYALA_HOST}, {@code NYALA_PORT},
   * {@code NYALA_TIMEOUT} (seconds), {@code NYALA_KEY_STORE} and {@code NYALA_KEY_STORE_PASSWORD}.
   *
   * @param environment usually {@link System#getenv()}
   * @throws IllegalArgumentException if rank or workers are missing, or a value is wrong
   */
  public static ClusterSettings fromEnvironment(Map<String, String> environment) {
    Arguments.given("environment", environment);
    ClusterSettings s =
        of(number(environment, "NYALA_RANK", null), number(environment, "NYALA_WORKERS", null));
    if (environment.containsKey("NYALA_RENDEZVOUS")) {
      s.rendezvous(environment.get("NYALA_RENDEZVOUS"));
    }
    if (environment.containsKey("NYALA_SECRET_FILE")) {
      s.secretFile(Path.of(environment.get("NYALA_SECRET_FILE")));
    } else if (environment.containsKey("NYALA_SECRET")) {
      s.secret(environment.get("NYALA_SECRET").getBytes(StandardCharsets.UTF_8));
    }
    if (environment.containsKey("NYALA_HOST")) {
      s.host(environment.get("NYALA_HOST"));
    }
    s.port(number(environment, "NYALA_PORT", 0));
    s.timeout(Duration.ofSeconds(number(environment, "NYALA_TIMEOUT", (int) TIMEOUT.toSeconds())));
    if (environment.containsKey("NYALA_KEY_STORE")) {
      s.tls(
          Path.of(environment.get("NYALA_KEY_STORE")),
          environment.getOrDefault("NYALA_KEY_STORE_PASSWORD", "").toCharArray());
    }
    return s;
  }

  private static int number(Map<String, String> from, String name, Integer otherwise) {
    String text = from.get(name);
    if (text == null && otherwise != null) {
      return otherwise;
    }
    try {
      return Integer.parseInt(text == null ? "" : text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s must be a whole number, got %s".formatted(name, text), e);
    }
  }

  /** Sets where worker 0 listens, as {@code host:port}. Required for several workers. */
  public ClusterSettings rendezvous(String hostAndPort) {
    String text = Arguments.given("rendezvous", hostAndPort);
    int colon = text.lastIndexOf(':');
    try {
      int number = Integer.parseInt(text.substring(colon + 1));
      if (colon > 0 && number > 0 && number <= LAST_PORT) {
        String name = text.substring(0, colon).replaceAll("^\\[|\\]$", "");
        rendezvous = InetSocketAddress.createUnresolved(name, number);
        return this;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new IllegalArgumentException(
        "rendezvous must be host:port, such as node-0:7711, got " + text);
  }

  /**
   * Sets the secret that all workers know, at least 16 bytes. Required for several workers.
   *
   * @throws IllegalArgumentException if it is shorter
   */
  public ClusterSettings secret(byte[] bytes) {
    if (Arguments.given("secret", bytes).length < LEAST_SECRET) {
      throw new IllegalArgumentException(
          ("the secret of a cluster needs at least %d bytes, got %d; make one with: openssl rand "
                  + "-hex 32")
              .formatted(LEAST_SECRET, bytes.length));
    }
    secret = bytes.clone();
    return this;
  }

  /**
   * Reads the secret from a file; white space around it does not count.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  public ClusterSettings secretFile(Path file) {
    try {
      return secret(
          Files.readString(Arguments.given("file", file)).strip().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the secret of the cluster from " + file, e);
    }
  }

  /**
   * Sets the host name or address on which this worker listens and by which others reach it. By
   * default, it listens on all addresses, and others use the one that worker 0 sees.
   */
  public ClusterSettings host(String name) {
    host = Arguments.given("host", name);
    return this;
  }

  /** Sets the port on which this worker listens; default any free one. Not for worker 0. */
  public ClusterSettings port(int number) {
    if (number < 0 || number > LAST_PORT) {
      throw new IllegalArgumentException("a port is from 0 to 65535, got " + number);
    }
    port = number;
    return this;
  }

  /**
   * Sets the open and bound socket on which this worker listens. A program that has published the
   * port of worker 0 before can so be sure of it. The worker closes it.
   */
  public ClusterSettings listenOn(ServerSocketChannel socket) {
    listener = Arguments.given("socket", socket);
    return this;
  }

  /**
   * Sets how long to wait for the others in a step; default 2 minutes. Must be longer than a step
   * and than saving a checkpoint.
   */
  public ClusterSettings timeout(Duration time) {
    timeout = positive(time);
    return this;
  }

  /** Sets how long to wait for all workers to start; default 2 minutes. */
  public ClusterSettings joinTimeout(Duration time) {
    joinTimeout = positive(time);
    return this;
  }

  private static Duration positive(Duration time) {
    if (Arguments.given("time", time).isNegative() || time.isZero()) {
      throw new IllegalArgumentException("a timeout must be longer than 0, got " + time);
    }
    return time;
  }

  /**
   * Encrypts all connections with TLS 1.3. All workers have the same key store: one certificate
   * with its key, which is also the only one that they trust.
   *
   * @param file a PKCS12 key store
   */
  public ClusterSettings tls(Path file, char[] password) {
    keyStore = Arguments.given("file", file);
    keyStorePassword = Arguments.given("password", password).clone();
    return this;
  }

  // For this package

  /** Throws if something is missing. */
  void check() {
    if (workers > 1 && rendezvous == null && !(rank == 0 && listener != null)) {
      throw new IllegalArgumentException(
          "several workers need a rendezvous: host and port of worker 0");
    }
    if (workers > 1 && secret.length == 0) {
      throw new IllegalArgumentException("several workers need a secret that all of them know");
    }
  }

  int rank() {
    return rank;
  }

  int workers() {
    return workers;
  }

  InetSocketAddress rendezvous() {
    return rendezvous;
  }

  byte[] secret() {
    return secret;
  }

  String host() {
    return host;
  }

  Duration timeout() {
    return timeout;
  }

  Duration joinTimeout() {
    return joinTimeout;
  }

  Path keyStore() {
    return keyStore;
  }

  char[] keyStorePassword() {
    return keyStorePassword;
  }

  /** Opens the socket on which this worker listens. */
  ServerSocketChannel listen() {
    if (listener != null) {
      return listener;
    }
    int number = rank == 0 ? rendezvous.getPort() : port;
    try {
      ServerSocketChannel socket = ServerSocketChannel.open();
      try {
        return socket.bind(
            host == null ? new InetSocketAddress(number) : new InetSocketAddress(host, number));
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "worker %d cannot listen on %s port %d (%s)"
              .formatted(rank, host == null ? "any address," : host, number, e.getMessage()),
          e);
    }
  }
}
