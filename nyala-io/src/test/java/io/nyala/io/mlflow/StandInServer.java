// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.mlflow;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Takes requests in the place of an MLflow server, keeps them, and answers as it is told. */
final class StandInServer implements AutoCloseable {
  record Request(
      String method, String path, Map<String, String> headers, Map<String, Object> body) {
    /** Returns the objects of a list in the body. */
    @SuppressWarnings("unchecked") // JSON
    List<Map<String, Object>> list(String name) {
      return (List<Map<String, Object>>) body.getOrDefault(name, List.of());
    }

    /** Returns a list of keys and values as a map. */
    Map<String, Object> pairs(String name) {
      Map<String, Object> all = new LinkedHashMap<>();
      list(name).forEach(pair -> all.put((String) pair.get("key"), pair.get("value")));
      return all;
    }
  }

  record Answer(int status, String body) {}

  final List<Request> requests = new CopyOnWriteArrayList<>();
  private final ServerSocket socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  private volatile Function<Request, Answer> answers;

  StandInServer(Function<Request, Answer> answers) throws IOException {
    this.answers = answers;
    Thread.ofVirtual().start(this::serve);
  }

  void answers(Function<Request, Answer> newAnswers) {
    this.answers = newAnswers;
  }

  String address() {
    return "http://localhost:" + socket.getLocalPort();
  }

  /** Returns the requests to a path, without its beginning that is always the same. */
  List<Request> to(String path) {
    return requests.stream().filter(r -> r.path().equals("/api/2.0/mlflow/" + path)).toList();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept();
          InputStream in = connection.getInputStream();
          OutputStream out = connection.getOutputStream()) {
        Request request = read(in);
        requests.add(request);
        Answer answer = answers.apply(request);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        String head =
            "HTTP/1.1 %d Told\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                .formatted(answer.status(), body.length);
        out.write(head.getBytes(StandardCharsets.UTF_8));
        out.write(body);
      } catch (IOException e) {
        // The test has ended, or the client has gone.
      }
    }
  }

  private static Request read(InputStream in) throws IOException {
    String[] first = line(in).split(" ");
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon).toLowerCase(), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new Request(
        first[0], first[1], headers, body.isEmpty() ? Map.of() : JSON.std.mapFrom(body));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the client has gone");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
