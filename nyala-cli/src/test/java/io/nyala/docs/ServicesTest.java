// SPDX-License-Identifier: Apache-2.0
package io.nyala.docs;

import static io.nyala.features.layers.FeatureLayers.textVectorization;
import static io.nyala.layers.Layers.SOFTMAX;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.globalAveragePooling1D;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.sparseCategoricalCrossentropy;
import static io.nyala.metrics.Metrics.accuracy;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.nyala.data.samples.TopicTexts;
import io.nyala.data.text.LabelledTexts;
import io.nyala.data.text.TextFiles;
import io.nyala.features.layers.TextVectorizationLayer;
import io.nyala.io.ModelFiles;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.models.serving.Decoding;
import io.nyala.models.serving.NamedPredictor;
import io.nyala.models.serving.Prediction;
import io.nyala.tensor.DType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/services.md. */
class ServicesTest {
  private static final List<String> TOPICS = List.of("ice", "sea", "sky");

  private static LabelledTexts write(Path folder, int rows, long seed) throws IOException {
    LabelledTexts texts = TopicTexts.generate(rows, TOPICS, seed);
    for (int i = 0; i < texts.size(); i++) {
      Path file = folder.resolve(texts.names().get(i));
      Files.createDirectories(file.getParent());
      Files.writeString(file, texts.texts().get(i));
    }
    return texts;
  }

  private static void train(Path folder, Path file) {
    // snippet:services-text
    LabelledTexts train = TextFiles.options().labelled(folder.resolve("train"));
    LabelledTexts test = TextFiles.options().labelled(folder.resolve("test"));
    TextVectorizationLayer words =
        textVectorization().maxTokens(20_000).outputSequenceLength(200).adapt(train.texts());
    Model model =
        Sequential.of(
            input("text", DType.STRING, 1),
            words,
            embedding(words.vocabulary().size(), 32).maskZero(true),
            globalAveragePooling1D(),
            dense(train.classes().size()).activation(SOFTMAX));
    model.compile(adam(0.01), sparseCategoricalCrossentropy(), accuracy());
    model.fit(
        train.tensor(), train.labels(), fit().epochs(10).validation(test.tensor(), test.labels()));
    model.decode(Decoding.classes(train.classes()));
    ModelFiles.save(model, file);
    // end:services-text
    assertThat(model.evaluate(test.tensor(), test.labels()).get("accuracy")).isGreaterThan(0.9);
  }

  @Test
  void text_from_folder_to_label(@TempDir Path dir) throws IOException {
    write(dir.resolve("train"), 300, 1);
    LabelledTexts test = write(dir.resolve("test"), 60, 2);
    Path file = dir.resolve("topics.keras");
    train(dir, file);
    String text = test.texts().get(0);
    // snippet:services-predict
    NamedPredictor predictor = ModelFiles.load(file).namedPredictor();
    Prediction topic = predictor.predict(Map.of("text", text));
    String answer = topic.label() + " " + topic.probability();
    // end:services-predict
    assertThat(answer).startsWith(TOPICS.get(test.labels().ints()[0]) + " 0.");
  }

  // snippet:services-http
  /** Answers a row, as JSON, with the probabilities of the classes. */
  static HttpServer serve(Path file, int port) throws IOException {
    NamedPredictor predictor = ModelFiles.load(file).namedPredictor();
    HttpServer server = HttpServer.create(new InetSocketAddress("localhost", port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/predict",
        exchange -> {
          try (InputStream body = exchange.getRequestBody()) {
            Prediction prediction = predictor.predict(JSON.std.mapFrom(body));
            send(exchange, 200, prediction.probabilities());
          } catch (IllegalArgumentException | IOException e) {
            send(exchange, 400, Map.of("error", e.getMessage()));
          }
        });
    server.start();
    return server;
  }

  static void send(HttpExchange exchange, int status, Map<String, ?> answer) throws IOException {
    byte[] bytes = JSON.std.asString(answer).getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  // end:services-http

  private static HttpResponse<String> post(HttpClient client, int port, Map<String, ?> row)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/predict"))
            .POST(HttpRequest.BodyPublishers.ofString(JSON.std.asString(row)))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void a_server_answers_many_clients_at_once(@TempDir Path dir) throws Exception {
    write(dir.resolve("train"), 300, 1);
    LabelledTexts test = write(dir.resolve("test"), 60, 2);
    Path file = dir.resolve("topics.keras");
    train(dir, file);
    NamedPredictor predictor = ModelFiles.load(file).namedPredictor();
    HttpServer server = serve(file, 0);
    try (HttpClient client = HttpClient.newHttpClient();
        ExecutorService clients = Executors.newFixedThreadPool(16)) {
      int port = server.getAddress().getPort();
      List<Callable<Void>> jobs = new ArrayList<>();
      for (String text : test.texts()) {
        jobs.add(
            () -> {
              HttpResponse<String> answer = post(client, port, Map.of("text", text));
              assertThat(answer.statusCode()).isEqualTo(200);
              Map<String, Double> wanted = predictor.predict(Map.of("text", text)).probabilities();
              assertThat(JSON.std.mapFrom(answer.body())).isEqualTo(wanted);
              return null;
            });
      }
      for (Future<Void> job : clients.invokeAll(jobs)) {
        job.get();
      }
      HttpResponse<String> refused = post(client, port, Map.of("txt", "x"));
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("did you mean \\\"text\\\"? It expects [text: a text");
      HttpResponse<String> broken = post(client, port, Map.of("text", 3));
      assertThat(broken.body()).contains("expected a text, may be missing, got Integer 3");
    } finally {
      server.stop(0);
    }
  }
}
