// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.mlflow;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.io.mlflow.MlflowServer.Refused;
import io.nyala.models.Callback;
import io.nyala.settings.Arguments;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Logs training to an MLflow server by its HTTP interface: a run with the settings of the optimizer
 * and your own parameters, and the metrics of each epoch. Names are those of MLflow's own callback
 * for Keras ({@code opt_learning_rate}); the step of a metric is its epoch, counted from 0.
 *
 * <p>Problems with the server never stop a training. The first one is logged as a warning; metrics
 * that could not be sent are sent after the next epoch. After three failures in a row the server is
 * left alone.
 *
 * <p>A training that is resumed from a checkpoint continues its run. A training that ends with an
 * exception leaves the run open, unless the callback is closed, which marks the run as failed:
 *
 * <pre>{@code
 * try (MlflowLogger mlflow = MlflowLogger.mlflow("http://localhost:5000", "digits")) {
 *   model.fit(x, y, fit().callbacks(mlflow));
 * }
 * }</pre>
 */
public final class MlflowLogger extends Callback implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(MlflowLogger.class.getPackageName());

  // What a request may contain.
  private static final int MOST_METRICS = 1000;
  private static final int MOST_PARAMS = 100;
  private static final int LONGEST_VALUE = 500;

  private static final int MOST_FAILURES = 3;

  private static final String RUN = "run_id";
  private static final String UPDATE = "runs/update";
  private static final String STATUS = "status";

  private final URI tracking;
  private final String experiment;
  private final Map<String, String> params = new LinkedHashMap<>();
  private final Map<String, String> tags = new LinkedHashMap<>();
  private String runName;
  private String authorization;
  private MlflowServer server;
  private String runId;
  private boolean resumed;
  private boolean begun;
  private boolean warned;
  private int failures;
  private final List<Map<String, Object>> waiting = new ArrayList<>();

  private MlflowLogger(URI tracking, String experiment) {
    this.tracking = tracking;
    this.experiment = experiment;
  }

  /**
   * Creates a callback. Nothing is sent before training.
   *
   * @param trackingUri the address of the server, such as {@code http://localhost:5000}
   * @param experiment the name of the experiment, which is created if it does not exist
   * @throws IllegalArgumentException if the address is not one of http or https
   */
  public static MlflowLogger mlflow(String trackingUri, String experiment) {
    URI uri = URI.create(Arguments.given("trackingUri", trackingUri));
    if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
      throw new IllegalArgumentException(
          "MlflowLogger: expected an address like http://localhost:5000, got \"%s\"; a folder of "
                  .formatted(trackingUri)
              + "MLflow needs a server: mlflow server --backend-store-uri FOLDER");
    }
    if (uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "MlflowLogger: pass name and password by user(name, password), not in the address");
    }
    return new MlflowLogger(uri, Arguments.given("experiment", experiment));
  }

  // Options

  /** Sets the name of the run; by default MLflow chooses one. */
  public MlflowLogger runName(String name) {
    this.runName = Arguments.given("name", name);
    return this;
  }

  /** Sets a token that the server asks for, MLflow's {@code MLFLOW_TRACKING_TOKEN}. */
  public MlflowLogger token(String token) {
    this.authorization = "Bearer " + Arguments.given("token", token);
    return this;
  }

  /** Sets the name and the password that the server asks for. */
  public MlflowLogger user(String name, String password) {
    String both = Arguments.given("name", name) + ":" + Arguments.given("password", password);
    this.authorization =
        "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Adds a parameter of the run, such as a hyperparameter or the name of the data. */
  public MlflowLogger param(String name, Object value) {
    params.put(name(Arguments.given("name", name)), text(Arguments.given("value", value)));
    return this;
  }

  /** Adds a tag of the run. */
  public MlflowLogger tag(String name, Object value) {
    tags.put(name(Arguments.given("name", name)), text(Arguments.given("value", value)));
    return this;
  }

  /** Returns the identifier of the run, or null before the server has created it. */
  public String runId() {
    return runId;
  }

  // Training

  @Override
  protected boolean onlyOnFirstWorker() {
    return true;
  }

  @Override
  public void onTrainBegin() {
    runId = null;
    resumed = false;
    begun = false;
    failures = 0;
    warned = false;
    waiting.clear();
    server = new MlflowServer(tracking, authorization);
  }

  /** A run is created here, because {@link #restore} may have named one after the beginning. */
  @Override
  public void onEpochBegin(int epoch) {
    if (!begun && failures < MOST_FAILURES) {
      attempt(this::begin);
    }
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    Map<String, Double> metrics = new LinkedHashMap<>(logs);
    metrics.putIfAbsent("learning_rate", model().optimizer().learningRate());
    long now = System.currentTimeMillis();
    metrics.forEach(
        (key, value) ->
            waiting.add(
                Map.of("key", name(key), "value", number(value), "timestamp", now, "step", epoch)));
    if (failures < MOST_FAILURES) {
      attempt(this::sendMetrics);
    }
  }

  @Override
  public void onTrainEnd(Map<String, Double> logs) {
    if (failures < MOST_FAILURES) {
      attempt(
          () -> {
            sendMetrics();
            end("FINISHED");
          });
    }
  }

  /** Marks the run as failed if training has not ended; call it after {@code fit}. */
  @Override
  public void close() {
    if (runId != null && begun && failures < MOST_FAILURES) {
      attempt(
          () -> {
            sendMetrics();
            end("FAILED");
          });
    }
  }

  // A training that is resumed goes on with its run.

  @Override
  public Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put(RUN, runId);
    return state;
  }

  @Override
  public void restore(Map<String, Object> state) {
    runId = (String) state.get(RUN);
    resumed = runId != null;
  }

  // Requests

  private interface Work {
    void run() throws IOException;
  }

  private void attempt(Work work) {
    try {
      work.run();
      failures = 0;
    } catch (IOException e) {
      failures++;
      if (!warned) {
        warned = true;
        LOG.log(
            System.Logger.Level.WARNING,
            "MlflowLogger: {0} cannot be used for now ({1}); training goes on",
            tracking,
            e.getMessage());
      }
    }
  }

  private void begin() throws IOException {
    if (resumed) {
      server.post(UPDATE, Map.of(RUN, runId, STATUS, "RUNNING"));
    } else {
      runId = runId == null ? create() : runId;
      sendParams();
    }
    begun = true;
  }

  private String create() throws IOException {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("experiment_id", experimentId());
    form.put("start_time", System.currentTimeMillis());
    if (runName != null) {
      form.put("run_name", runName);
    }
    form.put("tags", pairs(tags));
    Object run = server.post("runs/create", form).get("run");
    if (run instanceof Map<?, ?> all
        && all.get("info") instanceof Map<?, ?> info
        && info.get(RUN) instanceof String id) {
      return id;
    }
    throw new IOException("runs/create: the answer has no run_id");
  }

  private String experimentId() throws IOException {
    try {
      Object found = server.get("experiments/get-by-name", "experiment_name", experiment);
      if (found instanceof Map<?, ?> all
          && all.get("experiment") instanceof Map<?, ?> it
          && it.get("experiment_id") instanceof String id) {
        return id;
      }
      throw new IOException("experiments/get-by-name: the answer has no experiment_id");
    } catch (Refused e) {
      if (!e.code().equals("RESOURCE_DOES_NOT_EXIST")) {
        throw e;
      }
      Object id =
          server.post("experiments/create", Map.of("name", experiment)).get("experiment_id");
      return String.valueOf(id);
    }
  }

  private void sendParams() throws IOException {
    Map<String, String> all = new LinkedHashMap<>();
    model().optimizer().config().forEach((key, value) -> all.put("opt_" + key, text(value)));
    all.put("epochs", text(run().epochs()));
    all.put("parameters", text(model().countParams()));
    all.putAll(params);
    List<Map<String, Object>> pairs = pairs(all);
    for (int from = 0; from < pairs.size(); from += MOST_PARAMS) {
      List<?> part = pairs.subList(from, Math.min(pairs.size(), from + MOST_PARAMS));
      server.post("runs/log-batch", Map.of(RUN, runId, "params", part));
    }
  }

  private void sendMetrics() throws IOException {
    if (!begun) {
      begin();
    }
    while (!waiting.isEmpty()) {
      List<?> part = waiting.subList(0, Math.min(waiting.size(), MOST_METRICS));
      server.post("runs/log-batch", Map.of(RUN, runId, "metrics", part));
      part.clear();
    }
  }

  private void end(String status) throws IOException {
    server.post(UPDATE, Map.of(RUN, runId, STATUS, status, "end_time", System.currentTimeMillis()));
    begun = false;
  }

  private static List<Map<String, Object>> pairs(Map<String, String> all) {
    List<Map<String, Object>> pairs = new ArrayList<>();
    all.forEach((key, value) -> pairs.add(Map.of("key", key, "value", value)));
    return pairs;
  }

  /** MLflow allows only these characters in names. */
  private static String name(String key) {
    return key.replaceAll("[^\\w .\\-/]", "_");
  }

  /** JSON has no NaN and infinities; MLflow reads them from strings. */
  private static Object number(double value) {
    return Double.isFinite(value) ? value : Double.toString(value);
  }

  private static String text(Object value) {
    String text = String.valueOf(value);
    if (value instanceof Map || value instanceof List) {
      try {
        text = JSON.std.asString(value);
      } catch (IOException e) {
        // As Java writes it.
      }
    }
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE - 3) + "...";
  }
}
