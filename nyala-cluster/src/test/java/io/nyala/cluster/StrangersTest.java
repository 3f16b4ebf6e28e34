// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections of strangers are dropped and logged, and the training goes on. */
class StrangersTest {
  @TempDir Path folder;

  @Test
  void strangers_do_not_stop_a_training() throws Exception {
    String alone = Networks.ADAM.alone();
    try (Processes all = Processes.none(folder)) {
      all.add(0, 2, Networks.ADAM, null, List.of(), Map.of());
      List<Socket> open = new ArrayList<>();
      open.add(
          call(all, "GET / HTTP/1.1\r\nHost: node-0\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
      while (!all.output(0).contains("GET / HT")) {
        Thread.sleep(20);
      }
      open.add(call(all, new byte[] {'N'})); // and never any more
      for (int i = 0; i < 80; i++) {
        open.add(call(all, new byte[0])); // more than are dealt with at a time
      }
      byte[] noise = new byte[100_000];
      new java.util.Random(1).nextBytes(noise);
      open.add(call(all, noise));
      all.add(
          1,
          2,
          Networks.ADAM,
          null,
          List.of(),
          Map.of("NYALA_SECRET", "not the secret of the others"));
      assertThat(all.exit(1)).isEqualTo(3);
      assertThat(all.output(1)).contains("worker 0").contains("compare the secrets");
      tellHugeLength(all);

      all.add(1, 2, Networks.ADAM, null, List.of(), Map.of());
      assertThat(all.result(0)).isEqualTo(alone);
      assertThat(all.result(2)).isEqualTo(alone);
      assertThat(all.output(0))
          .contains("dropped a connection from /127.0.0.1")
          .contains("it is no worker of Nyala: it begins with \"GET / HT\"")
          .contains("it does not know the secret of this cluster")
          .contains("it announces a message of 2,147,483,647 bytes");
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  /** Once all workers are there, nothing listens any more. */
  @Test
  void a_running_training_has_no_open_port() throws Exception {
    try (Processes all = Processes.start(folder, 2, Networks.ADAM, null)) {
      while (!all.output(0).contains("step") && all.process(0).isAlive()) {
        Thread.sleep(5);
      }
      boolean open = true;
      try {
        new Socket(all.address(), all.port()).close();
      } catch (ConnectException e) {
        open = false;
      }
      assertThat(open).isFalse();
      assertThat(all.result(0)).isEqualTo(all.result(1));
    }
  }

  private static Socket call(Processes all, byte[] bytes) throws Exception {
    for (int i = 0; ; i++) {
      try {
        Socket socket = new Socket(all.address(), all.port());
        OutputStream out = socket.getOutputStream();
        try {
          out.write(bytes);
          out.flush();
        } catch (IOException e) {
          // Dropped already.
        }
        return socket;
      } catch (ConnectException e) {
        if (i > 1_000) {
          throw e;
        }
        Thread.sleep(20); // it has not started yet
      }
    }
  }

  /** Knows the secret, but then announces a message of 2 GB. */
  private static void tellHugeLength(Processes all) throws Exception {
    try (SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(all.address(), all.port()))) {
      Wire wire = new PlainWire(channel);
      Handshake.call(
          wire, "a secret of the tests of nyala-cluster".getBytes(StandardCharsets.UTF_8));
      wire.write(ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE).flip());
      assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }
}
