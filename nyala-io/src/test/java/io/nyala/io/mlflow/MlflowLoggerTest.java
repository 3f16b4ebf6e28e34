// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.mlflow;

import static io.nyala.io.mlflow.MlflowLogger.mlflow;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.io.checkpoint.Checkpoints;
import io.nyala.io.mlflow.StandInServer.Answer;
import io.nyala.io.mlflow.StandInServer.Request;
import io.nyala.models.Callback;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.models.TrainingDivergedException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.Logs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forms and codes are those of MLflow's documentation of its REST interface (3.x). */
class MlflowLoggerTest {
  private static final Tensor X = Tensor.of(Shape.of(4, 1), 1, 2, 3, 4);
  private static final String LOGS = "io.nyala.io.mlflow";

  @TempDir Path folder;

  private static Model model() {
    Model model = Sequential.of(input(1), dense(1));
    model.setWeights(List.of(Tensor.of(Shape.of(1, 1), 0), Tensor.zeros(Shape.of(1))));
    model.compile(sgd(0.01), meanSquaredError());
    return model;
  }

  private static Answer ok(String body) {
    return new Answer(200, body);
  }

  private static Answer missing() {
    return new Answer(
        404, "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\", \"message\": \"No such experiment\"}");
  }

  private static Answer works(Request request) {
    String path = request.path().substring("/api/2.0/mlflow/".length());
    if (path.startsWith("experiments/get-by-name")) {
      return missing();
    }
    return switch (path) {
      case "experiments/create" -> ok("{\"experiment_id\": \"7\"}");
      case "runs/create" ->
          ok("{\"run\": {\"info\": {\"run_id\": \"abc\", \"status\": \"RUNNING\"}}}");
      case "runs/log-batch" -> ok("{}");
      case "runs/update" -> ok("{\"run_info\": {\"run_id\": \"abc\"}}");
      default -> new Answer(400, "{\"error_code\": \"ENDPOINT_NOT_FOUND\"}");
    };
  }

  @Test
  void a_training_is_a_run() throws IOException {
    try (StandInServer server = new StandInServer(MlflowLoggerTest::works)) {
      MlflowLogger mlflow =
          mlflow(server.address() + "/", "digits & more")
              .runName("first")
              .token("secret")
              .param("layers=deep", List.of(3, 4))
              .param("long", "x".repeat(600))
              .tag("data", "sample");
      long before = System.currentTimeMillis();
      History history = model().fit(X, X, fit().epochs(2).validation(X, X).callbacks(mlflow));

      assertThat(server.requests)
          .extracting(r -> r.method() + " " + r.path())
          .containsExactly(
              "GET /api/2.0/mlflow/experiments/get-by-name?experiment_name=digits+%26+more",
              "POST /api/2.0/mlflow/experiments/create",
              "POST /api/2.0/mlflow/runs/create",
              "POST /api/2.0/mlflow/runs/log-batch",
              "POST /api/2.0/mlflow/runs/log-batch",
              "POST /api/2.0/mlflow/runs/log-batch",
              "POST /api/2.0/mlflow/runs/update");
      assertThat(server.requests)
          .allMatch(r -> "Bearer secret".equals(r.headers().get("authorization")));
      assertThat(server.to("experiments/create").get(0).body())
          .containsExactly(Map.entry("name", "digits & more"));
      Request create = server.to("runs/create").get(0);
      assertThat(create.body())
          .containsEntry("experiment_id", "7")
          .containsEntry("run_name", "first");
      assertThat((Long) create.body().get("start_time"))
          .isBetween(before, System.currentTimeMillis());
      assertThat(create.pairs("tags")).containsExactly(Map.entry("data", "sample"));

      List<Request> batches = server.to("runs/log-batch");
      assertThat(batches).allMatch(r -> r.body().get("run_id").equals("abc"));
      assertThat(batches.get(0).pairs("params"))
          .containsEntry("opt_name", "sgd")
          .containsEntry("opt_learning_rate", "0.01")
          .containsEntry("epochs", "2")
          .containsEntry("parameters", "2")
          .containsEntry("layers_deep", "[3,4]")
          .containsEntry("long", "x".repeat(497) + "...");
      assertThat(batches.get(2).pairs("metrics"))
          .containsEntry("loss", history.get("loss").get(1))
          .containsEntry("val_loss", history.get("val_loss").get(1))
          .containsEntry("learning_rate", 0.01);
      assertThat(batches.get(2).list("metrics")).allMatch(m -> m.get("step").equals(1));

      Request end = server.to("runs/update").get(0);
      assertThat(end.body()).containsEntry("run_id", "abc").containsEntry("status", "FINISHED");
      assertThat((Long) end.body().get("end_time")).isGreaterThanOrEqualTo(before);
      assertThat(mlflow.runId()).isEqualTo("abc");
      mlflow.close();
      assertThat(server.requests).hasSize(7);
    }
  }

  @Test
  void the_code_of_the_docs() throws IOException {
    Model model = model();
    Tensor x = X;
    Tensor y = X;
    try (StandInServer server = new StandInServer(MlflowLoggerTest::works)) {
      String address = server.address();
      // snippet:mlflow
      try (MlflowLogger mlflow = mlflow(address, "digits").param("units", 128)) {
        model.fit(x, y, fit().epochs(3).callbacks(mlflow));
      }
      // end:mlflow
      assertThat(server.requests).hasSize(8);
    }
  }

  @Test
  void values_that_json_lacks_are_strings() throws IOException {
    Callback strange =
        new Callback() {
          @Override
          public void onEpochEnd(int epoch, Map<String, Double> logs) {
            logs.put("f1:score", Double.NaN);
            logs.put("worst", Double.NEGATIVE_INFINITY);
          }
        };
    try (StandInServer server = new StandInServer(MlflowLoggerTest::works)) {
      model().fit(X, X, fit().callbacks(strange, mlflow(server.address(), "a").user("me", "pass")));
      assertThat(server.to("runs/log-batch").get(1).pairs("metrics"))
          .containsEntry("f1_score", "NaN")
          .containsEntry("worst", "-Infinity");
      assertThat(server.requests.get(0).headers().get("authorization"))
          .isEqualTo("Basic bWU6cGFzcw==");
    }
  }

  @Test
  void a_run_that_diverges_is_marked_when_the_callback_is_closed() throws IOException {
    try (StandInServer server = new StandInServer(MlflowLoggerTest::works)) {
      Model model = Sequential.of(input(1), dense(1));
      model.compile(sgd(1e30), meanSquaredError());
      assertThatThrownBy(
              () -> {
                try (MlflowLogger mlflow = mlflow(server.address(), "a")) {
                  model.fit(X, X, fit().epochs(9).callbacks(mlflow));
                }
              })
          .isInstanceOf(TrainingDivergedException.class);
      assertThat(server.to("runs/update").getLast().body()).containsEntry("status", "FAILED");
    }
  }

  @Test
  void a_training_that_is_resumed_goes_on_with_its_run() throws IOException {
    try (StandInServer server = new StandInServer(MlflowLoggerTest::works)) {
      for (int epochs : new int[] {2, 3}) {
        model()
            .fit(
                X,
                X,
                fit()
                    .epochs(epochs)
                    .callbacks(mlflow(server.address(), "a"))
                    .checkpoints(Checkpoints.in(folder)));
      }
      assertThat(server.to("runs/create")).hasSize(1);
      assertThat(server.to("runs/update"))
          .extracting(r -> r.body().get("status"))
          .containsExactly("FINISHED", "RUNNING", "FINISHED");
      assertThat(server.to("runs/log-batch").getLast().list("metrics"))
          .allMatch(m -> m.get("step").equals(2));
    }
  }

  // Problems

  private static List<String> warnings(String address, int epochs) {
    return Logs.during(
        LOGS,
        () -> {
          History history = model().fit(X, X, fit().epochs(epochs).callbacks(mlflow(address, "a")));
          assertThat(history.get("loss")).hasSize(epochs);
        });
  }

  @Test
  void without_a_server_training_goes_on_with_one_warning() throws IOException {
    String address;
    try (StandInServer gone = new StandInServer(MlflowLoggerTest::works)) {
      address = gone.address();
    }
    assertThat(warnings(address, 5))
        .hasSize(1)
        .allMatch(
            line ->
                line.startsWith(
                        "MlflowLogger: " + address + " cannot be used for now (experiments/")
                    && line.endsWith("training goes on"));
  }

  @Test
  void after_three_failures_the_server_is_left_alone() throws IOException {
    try (StandInServer server =
        new StandInServer(r -> new Answer(403, "{\"message\": \"Permission denied\"}"))) {
      assertThat(warnings(server.address(), 6))
          .containsExactly(
              "MlflowLogger: %s cannot be used for now (experiments/get-by-name: HTTP 403, "
                      .formatted(server.address())
                  + "Permission denied); training goes on");
      assertThat(server.requests).hasSize(3);
    }
  }

  @Test
  void metrics_that_could_not_be_sent_follow() throws IOException {
    AtomicInteger batches = new AtomicInteger();
    try (StandInServer server = new StandInServer(MlflowLoggerTest::works)) {
      server.answers(
          r ->
              r.path().endsWith("log-batch") && batches.incrementAndGet() % 2 == 1
                  ? new Answer(503, "<html>busy</html>")
                  : works(r));
      assertThat(warnings(server.address(), 3))
          .hasSize(1)
          .allMatch(line -> line.contains("(runs/log-batch: HTTP 503)"));
      // Params and the metrics of the first epoch go at the second attempt, and so on.
      List<Request> sent = server.to("runs/log-batch");
      assertThat(sent.get(1).pairs("params")).containsEntry("epochs", "3");
      assertThat(sent.get(3).list("metrics"))
          .extracting(m -> m.get("step"))
          .containsExactly(0, 0, 1, 1);
      assertThat(server.to("runs/update").getLast().body()).containsEntry("status", "FINISHED");
    }
  }

  @Test
  void strange_answers_are_no_reason_to_stop() throws IOException {
    try (StandInServer server = new StandInServer(r -> ok("[]"))) {
      assertThat(warnings(server.address(), 1)).hasSize(1);
    }
  }

  @Test
  void an_address_that_cannot_be_right_is_refused() {
    assertThatThrownBy(() -> mlflow("./mlruns", "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "MlflowLogger: expected an address like http://localhost:5000, got \"./mlruns\"; a "
                + "folder of MLflow needs a server: mlflow server --backend-store-uri FOLDER");
    assertThatThrownBy(() -> mlflow("http://me:secret@localhost", "a"))
        .hasMessage(
            "MlflowLogger: pass name and password by user(name, password), not in the address");
    assertThatThrownBy(() -> mlflow("http://localhost:5000", null))
        .hasMessageContaining("experiment");
  }
}
