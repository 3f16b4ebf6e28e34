// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import static io.nyala.io.tensorboard.TensorBoard.tensorBoard;
import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.io.tensorboard.SummaryWriter;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardTest {
  @TempDir Path logs;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void serves_a_training_with_everything_that_it_wrote() throws Exception {
    train();
    // snippet:summary-writer
    try (SummaryWriter writer = SummaryWriter.open(logs.resolve("mine"))) {
      writer.scalar("temperature", 21.5, 0);
      writer.histogram("samples", Tensor.vector(1, 2, 2, 3), 0);
      writer.image("digit", Tensor.full(Shape.of(28, 28), 0.5f), 0);
      writer.text("notes", "Warmer since **noon**.", 0);
    }
    // end:summary-writer
    try (BoardServer server = new BoardServer(logs, 0)) {
      List<Map<String, Object>> runs = runs(server);
      assertThat(runs).extracting("name").containsExactly("mine", "train", "validation");
      assertThat(runs.get(0)).containsEntry("scalars", Map.of("temperature", 1));
      assertThat(runs.get(0)).containsEntry("text", Map.of("notes", 1));
      assertThat(runs.get(1)).containsEntry("graphs", List.of("keras", "graph"));

      double[] loss = points(server, "epoch_loss", Map.of("train", 1), "train");
      assertThat(loss).hasSize(3 * 2).startsWith(1, 2);
      String histograms = get(server, "api/histograms?run=mine&tag=samples");
      assertThat(JSON.std.listFrom(histograms)).singleElement().extracting("step").isEqualTo(0);
      assertThat(get(server, "api/text?run=mine&tag=notes")).contains("Warmer since **noon**.");
      assertThat(get(server, "api/graph?run=train&tag=keras")).contains("\"kind\":\"Dense\"");
      assertThat(get(server, "api/graph?run=train&tag=graph"))
          .contains("{\"name\":\"hidden/Dense\",\"kind\":\"Dense\",\"inputs\":[\"Input\"");
      byte[] png = bytes(server, "api/image?run=mine&tag=digit&index=0");
      assertThat(new String(png, 1, 3, StandardCharsets.US_ASCII)).isEqualTo("PNG");
      assertThat(get(server, "../../etc/passwd")).startsWith("there is no ");
    }
  }

  /** The bar is two seconds, on a machine that does nothing else. */
  @Test
  void opens_fifty_runs_of_ten_thousand_points() throws Exception {
    fiftyRuns(logs);
    long start = System.nanoTime();
    try (BoardServer server = new BoardServer(logs, 0)) {
      assertThat(runs(server)).hasSize(50);
      assertThat(points(server, "loss", Map.of(), "run0")).hasSize(30_000);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(seconds).isLessThan(10);
  }

  /** Writes one run, and 49 copies of it. */
  static void fiftyRuns(Path logs) throws IOException {
    try (SummaryWriter writer = SummaryWriter.open(logs.resolve("run0"))) {
      for (int i = 0; i < 10_000; i++) {
        writer.scalar("loss", Math.exp(-i / 3e3), i);
      }
      for (int r = 1; r < 50; r++) {
        Path run = Files.createDirectories(logs.resolve("run" + r));
        Files.copy(writer.file(), run.resolve(writer.file().getFileName()));
      }
    }
  }

  @Test
  void follows_a_run_that_goes_on() throws Exception {
    try (BoardServer server = new BoardServer(logs, 0);
        SummaryWriter writer = SummaryWriter.open(logs.resolve("run"))) {
      for (int i = 0; i < 5; i++) {
        writer.scalar("loss", i, i);
        assertThat(runs(server))
            .singleElement()
            .extracting("scalars")
            .isEqualTo(Map.of("loss", i + 1));
        assertThat(points(server, "loss", Map.of("run", i), "run")).hasSize(3).startsWith(i);
      }
    }
  }

  @Test
  void says_which_file_is_damaged_and_shows_the_others() throws Exception {
    train();
    Files.write(logs.resolve("events.out.tfevents.1.bad"), new byte[40]);
    try (BoardServer server = new BoardServer(logs, 0)) {
      assertThat(get(server, "api/state")).contains("wrong checksum of the length of a record");
      assertThat(runs(server)).extracting("name").contains("train");
    }
  }

  @Test
  void forgets_a_run_whose_file_was_deleted() throws Exception {
    try (BoardServer server = new BoardServer(logs, 0)) {
      for (int i = 1; i <= 2; i++) {
        Path file;
        try (SummaryWriter writer = SummaryWriter.open(logs.resolve("run"))) {
          file = writer.file();
          for (int step = 0; step < i; step++) {
            writer.scalar("loss", 10 * i + step, step);
          }
        }
        assertThat(runs(server)).singleElement().extracting("scalars").isEqualTo(Map.of("loss", i));
        assertThat(points(server, "loss", Map.of(), "run")).endsWith(10 * i + i - 1);
        Files.delete(file);
      }
      assertThat(runs(server)).isEmpty();
    }
  }

  @Test
  void gives_every_picture_of_a_step() throws Exception {
    try (SummaryWriter writer = SummaryWriter.open(logs.resolve("run"))) {
      writer.image("digits", Tensor.zeros(Shape.of(3, 8, 8, 1)), 7);
    }
    try (BoardServer server = new BoardServer(logs, 0)) {
      assertThat(runs(server)).hasSize(1);
      assertThat(get(server, "api/images?run=run&tag=digits"))
          .contains("\"step\":7", "\"pictures\":3");
      assertThat(bytes(server, "api/image?run=run&tag=digits&index=0&picture=2"))
          .hasSizeGreaterThan(50);
      assertThat(get(server, "api/image?run=run&tag=digits&index=0&picture=3"))
          .isEqualTo("there is no image 3 of step 0");
      assertThat(get(server, "api/image?run=run&tag=digits&index=-1")).contains("-1");
    }
  }

  @Test
  void reads_a_shrunken_file_anew() throws Exception {
    Path file;
    try (SummaryWriter writer = SummaryWriter.open(logs.resolve("run"))) {
      file = writer.file();
      writer.scalar("loss", 1, 0);
      writer.flush();
      byte[] first = Files.readAllBytes(file);
      writer.scalar("loss", 2, 1);
      writer.flush();
      try (BoardServer server = new BoardServer(logs, 0)) {
        assertThat(runs(server)).singleElement().extracting("scalars").isEqualTo(Map.of("loss", 2));
        Files.write(file, first);
        assertThat(runs(server)).singleElement().extracting("scalars").isEqualTo(Map.of("loss", 1));
      }
    }
  }

  @Test
  void passes_over_a_loop_of_links() throws Exception {
    try (SummaryWriter writer = SummaryWriter.open(logs.resolve("run"))) {
      writer.scalar("loss", 1, 0);
    }
    Files.createSymbolicLink(logs.resolve("run/again"), logs);
    Files.createSymbolicLink(logs.resolve("nowhere"), logs.resolve("gone"));
    try (BoardServer server = new BoardServer(logs, 0)) {
      assertThat(runs(server)).singleElement().extracting("name").isEqualTo("run");
      assertThat(get(server, "api/state")).contains("\"problem\":null");
    }
  }

  @Test
  void says_that_the_folder_is_not_there() throws Exception {
    Path folder = logs.resolve("mistyped");
    try (BoardServer server = new BoardServer(folder, 0)) {
      assertThat(get(server, "api/state")).contains("there is no folder " + folder + " yet");
    }
  }

  private void train() {
    Tensor x = Tensor.of(Shape.of(4, 1), 1, 2, 3, 4);
    Tensor y = Tensor.of(Shape.of(4, 1), 2, 4, 6, 8);
    Model model =
        Sequential.of(input(1), dense(4).activation(RELU).named("hidden"), dense(1).named("out"));
    model.compile(adam(0.01), meanSquaredError());
    // snippet:tensorboard
    model.fit(x, y, fit().epochs(3).validation(x, y).callbacks(tensorBoard(logs).histogramFreq(1)));
    // end:tensorboard
  }

  private List<Map<String, Object>> runs(BoardServer server) throws Exception {
    while (true) {
      Map<String, Object> state = JSON.std.mapFrom(get(server, "api/state"));
      if (state.get("unread").equals(0)) {
        return list(state.get("runs"));
      }
    }
  }

  @SuppressWarnings("unchecked") // as the board answers
  private static List<Map<String, Object>> list(Object runs) {
    return (List<Map<String, Object>>) runs;
  }

  /** Returns steps, times and values of a run, as the page reads them. */
  private double[] points(BoardServer server, String tag, Map<String, Object> have, String run)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.address() + "api/scalars?tag=" + tag))
            .POST(BodyPublishers.ofByteArray(JSON.std.asBytes(have)))
            .build();
    byte[] body = client.send(request, BodyHandlers.ofByteArray()).body();
    ByteBuffer bytes = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
    int length = bytes.getInt();
    String header = new String(body, 4, length, StandardCharsets.UTF_8);
    bytes.position((4 + length + 7) / 8 * 8);
    for (Object each : (List<?>) JSON.std.mapFrom(header).get("runs")) {
      List<?> entry = (List<?>) each;
      double[] part = new double[3 * ((Number) entry.get(1)).intValue()];
      bytes.asDoubleBuffer().get(part);
      if (entry.get(0).equals(run)) {
        return part;
      }
      bytes.position(bytes.position() + 8 * part.length);
    }
    throw new IOException("no points of " + run);
  }

  private String get(BoardServer server, String path) throws Exception {
    return new String(bytes(server, path), StandardCharsets.UTF_8);
  }

  private byte[] bytes(BoardServer server, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + path)).build();
    return client.send(request, BodyHandlers.ofByteArray()).body();
  }
}
