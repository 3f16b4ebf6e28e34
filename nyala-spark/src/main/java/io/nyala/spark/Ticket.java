// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Entitles a task to talk to the driver. Spark carries it to the task with everything else that the
 * task needs.
 *
 * @param host the driver's host
 * @param port the port on which it listens
 * @param secret what the task must present
 */
record Ticket(String host, int port, byte[] secret) implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int MILLIS_TO_CONNECT = 10_000;

  /** A connection to the driver. */
  interface Line extends AutoCloseable {
    /**
     * Sends a message and returns the answer to it.
     *
     * @throws IOException if the driver cannot be reached any more
     */
    byte[] ask(byte[] message) throws IOException;

    @Override
    void close();
  }

  /**
   * Connects with the driver.
   *
   * @throws IOException if it cannot be reached
   */
  Line connect() throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(host, port), MILLIS_TO_CONNECT);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      out.write(secret);
      return new Line() {
        @Override
        public synchronized byte[] ask(byte[] message) throws IOException {
          DriverLink.send(out, message);
          return DriverLink.receive(in);
        }

        @Override
        public void close() {
          DriverLink.closeQuietly(socket);
        }
      };
    } catch (IOException e) {
      DriverLink.closeQuietly(socket);
      throw new IOException(
          "the driver at %s:%d cannot be reached: %s".formatted(host, port, e.getMessage()), e);
    }
  }
}
