// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.mlflow;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** MLflow's HTTP interface, version 2.0 of its paths. */
final class MlflowServer {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final String base;
  private final String authorization; // or null
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  /**
   * Prepares requests; sends none.
   *
   * @param authorization the content of the header of this name, or null
   */
  MlflowServer(URI tracking, String authorization) {
    this.base = tracking.toString().replaceFirst("/+$", "") + "/api/2.0/mlflow/";
    this.authorization = authorization;
  }

  /** The server answered, but with an error. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    private final String code;

    private Refused(String message, String code) {
      super(message);
      this.code = code;
    }

    /**
     * Returns MLflow's own code, such as {@code RESOURCE_DOES_NOT_EXIST}; empty if there is none.
     */
    String code() {
      return code;
    }
  }

  Map<String, Object> post(String path, Map<String, ?> body) throws IOException {
    return send(
        path,
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JSON.std.asString(body))));
  }

  Map<String, Object> get(String path, String name, String value) throws IOException {
    String query = "?" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    return send(path, request(path + query).GET());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER);
    return authorization == null ? request : request.header("Authorization", authorization);
  }

  private Map<String, Object> send(String path, HttpRequest.Builder request) throws IOException {
    HttpResponse<String> response;
    try {
      response = client.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(path + ": interrupted", e);
    } catch (IOException e) {
      throw new IOException(path + ": " + (e.getMessage() == null ? e : e.getMessage()), e);
    }
    if (response.statusCode() != 200) {
      throw refused(path, response);
    }
    return json(response.body());
  }

  private static Refused refused(String path, HttpResponse<String> response) {
    Map<String, Object> told;
    try {
      told = json(response.body());
    } catch (IOException e) {
      told = Map.of(); // for example a page of a proxy
    }
    Object message = told.get("message");
    return new Refused(
        path + ": HTTP " + response.statusCode() + (message == null ? "" : ", " + message),
        String.valueOf(told.getOrDefault("error_code", "")));
  }

  private static Map<String, Object> json(String text) throws IOException {
    return text.isBlank() ? Map.of() : JSON.std.mapFrom(text);
  }
}
