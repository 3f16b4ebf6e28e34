// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/** Checks incoming requests. */
final class Requests {
  /** Enough for the point counts of a page with ten thousand runs with long names. */
  private static final int LARGEST_BODY = 4 << 20;

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private Requests() {}

  /** Thrown when a request is rejected. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    final int status;

    RefusedException(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  /**
   * Rejects requests that may come from another site. Such a site can resolve its own name to the
   * address of this machine ("DNS rebinding"); the browser then treats the board as that site, and
   * only the host name in the request reveals it.
   */
  static void requireOwnSite(HttpExchange exchange) throws RefusedException {
    String host = exchange.getRequestHeaders().getFirst("Host");
    if (host == null || !THIS_MACHINE.contains(withoutPort(host))) {
      throw new RefusedException(
          403,
          "The board answers only to localhost, 127.0.0.1 and [::1]; this request was sent to "
              + host
              + ".");
    }
    String origin = exchange.getRequestHeaders().getFirst("Origin");
    if (origin != null && !origin.equals("http://" + host)) {
      throw new RefusedException(
          403, "The board does not answer requests from pages of " + origin + ".");
    }
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    return name.toLowerCase(Locale.ROOT);
  }

  static void requireMethod(HttpExchange exchange, Set<String> methods) throws RefusedException {
    if (!methods.contains(exchange.getRequestMethod())) {
      String allowed = String.join(", ", methods);
      exchange.getResponseHeaders().set("Allow", allowed);
      throw new RefusedException(405, "Only " + allowed + " is supported.");
    }
  }

  static byte[] body(HttpExchange exchange) throws RefusedException, IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      throw new RefusedException(
          413, "The maximum size of a request is " + LARGEST_BODY + " bytes.");
    }
    return body;
  }
}
