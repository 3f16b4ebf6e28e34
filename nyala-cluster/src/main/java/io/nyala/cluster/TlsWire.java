// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** An encrypted connection. Both ends show a certificate. */
final class TlsWire implements Wire {
  private static final int BLOCK = 1 << 14;

  private final SocketChannel channel;
  private final SSLSocket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] reading = new byte[BLOCK];
  private final byte[] writing = new byte[BLOCK];
  private final String address;

  TlsWire(SocketChannel channel, SSLContext context, boolean client) throws IOException {
    this.channel = channel;
    this.address = String.valueOf(channel.getRemoteAddress());
    Socket plain = channel.socket();
    plain.setTcpNoDelay(true);
    plain.setKeepAlive(true);
    socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(
                    plain, plain.getInetAddress().getHostAddress(), plain.getPort(), true);
    socket.setUseClientMode(client);
    socket.setEnabledProtocols(new String[] {"TLSv1.3"});
    socket.setNeedClientAuth(true);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /** Exchanges certificates. */
  void handshake() throws IOException {
    socket.startHandshake();
  }

  @Override
  public void read(ByteBuffer into) throws IOException {
    while (into.hasRemaining()) {
      int n = in.read(reading, 0, Math.min(BLOCK, into.remaining()));
      if (n < 0) {
        throw new EOFException("the connection has ended");
      }
      into.put(reading, 0, n);
    }
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    while (from.hasRemaining()) {
      int n = Math.min(BLOCK, from.remaining());
      from.get(writing, 0, n);
      out.write(writing, 0, n);
    }
    out.flush();
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public void close() {
    try {
      channel.close(); // not the TLS socket, which would wait for a writer
    } catch (IOException e) {
      // Nothing is left to be done with it.
    }
  }
}
