// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Makes connections, with or without encryption. */
final class Wires {
  private final SSLContext context; // null without encryption

  Wires(ClusterSettings settings) {
    context = settings.keyStore() == null ? null : context(settings);
  }

  private static SSLContext context(ClusterSettings settings) {
    try (InputStream in = Files.newInputStream(settings.keyStore())) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, settings.keyStorePassword());
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, settings.keyStorePassword());
      // The certificate is trusted because it is the same one.
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      for (String alias : java.util.Collections.list(store.aliases())) {
        trusted.setCertificateEntry(alias, store.getCertificate(alias));
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext made = SSLContext.getInstance("TLSv1.3");
      made.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return made;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "cannot use the key store %s: %s".formatted(settings.keyStore(), e.getMessage()), e);
    }
  }

  /** Returns the accepted or called connection, not yet encrypted. */
  Wire of(SocketChannel channel, boolean client) throws IOException {
    return context == null ? new PlainWire(channel) : new TlsWire(channel, context, client);
  }

  /** Exchanges certificates, if connections are encrypted. */
  static void secure(Wire wire) throws IOException {
    if (wire instanceof TlsWire tls) {
      tls.handshake();
    }
  }

  /** Calls an address. */
  Wire call(String host, int port, int millis) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      InetSocketAddress address = new InetSocketAddress(host, port);
      if (address.isUnresolved()) {
        throw new IOException("unknown host " + host);
      }
      channel.socket().connect(address, Math.max(1, millis));
      return of(channel, true);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }
}
