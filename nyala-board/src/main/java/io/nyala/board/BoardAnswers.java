// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.board.Run.Series;
import io.nyala.board.Run.Step;
import io.nyala.io.tensorboard.Bins;
import io.nyala.io.tensorboard.GraphNodes;
import io.nyala.io.tensorboard.Summary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers the requests of the page. */
final class BoardAnswers {
  /** The maximum time for reading files in a request; the page requests the rest later. */
  private static final long READING_NANOS = 1_000_000_000;

  private final LogFolder logs;

  BoardAnswers(LogFolder logs) {
    this.logs = logs;
  }

  /**
   * Reads new data and returns the current state.
   *
   * @param known the version known to the page; runs are left out if nothing is newer
   */
  Map<String, Object> state(long known) {
    synchronized (logs) {
      logs.refresh(READING_NANOS);
      Map<String, Object> state = new LinkedHashMap<>();
      state.put("version", logs.version());
      state.put("generation", logs.generation());
      state.put("problem", logs.problem());
      state.put("unread", logs.unread());
      if (logs.version() == known) {
        return state;
      }
      List<Object> runs = new ArrayList<>();
      for (Run run : logs.runs().values()) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("name", run.name);
        Map<String, Integer> scalars = new LinkedHashMap<>();
        run.scalars.forEach((tag, s) -> scalars.put(tag, s.count()));
        form.put("scalars", scalars);
        form.put("histograms", counts(run.histograms));
        form.put("images", counts(run.images));
        form.put("text", counts(run.text));
        form.put("pr", counts(run.prCurves));
        List<String> graphs = new ArrayList<>();
        if (run.kerasModel != null) {
          graphs.add("keras");
        }
        if (run.graphDef != null) {
          graphs.add("graph");
        }
        form.put("graphs", graphs);
        runs.add(form);
      }
      state.put("runs", runs);
      state.put("studies", logs.studies().list());
      state.put("projections", logs.projections().list());
      return state;
    }
  }

  private static <T> Map<String, Integer> counts(Map<String, List<T>> lists) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    lists.forEach((tag, list) -> counts.put(tag, list.size()));
    return counts;
  }

  /**
   * Returns the points of a tag in all runs that the page does not have yet: a header in JSON, then
   * steps, times and values of each run as doubles.
   */
  byte[] scalars(String tag, Map<String, Object> have) throws IOException {
    synchronized (logs) {
      List<Object> header = new ArrayList<>();
      List<Series> series = new ArrayList<>();
      List<Integer> from = new ArrayList<>();
      int points = 0;
      for (Run run : logs.runs().values()) {
        Series s = run.scalars.get(tag);
        int known = have.get(run.name) instanceof Number n ? Math.max(0, n.intValue()) : 0;
        if (s != null && s.count() > known) {
          header.add(List.of(run.name, s.count() - known));
          series.add(s);
          from.add(known);
          points += s.count() - known;
        }
      }
      byte[] json = JSON.std.asBytes(Map.of("generation", logs.generation(), "runs", header));
      int start = (4 + json.length + 7) / 8 * 8;
      ByteBuffer body = ByteBuffer.allocate(start + 24 * points).order(ByteOrder.LITTLE_ENDIAN);
      body.putInt(json.length).put(json).position(start);
      for (int i = 0; i < series.size(); i++) {
        Series s = series.get(i);
        for (int p = from.get(i); p < s.count(); p++) {
          body.putDouble(s.step(p));
        }
        for (int p = from.get(i); p < s.count(); p++) {
          body.putDouble(s.time(p));
        }
        for (int p = from.get(i); p < s.count(); p++) {
          body.putDouble(s.value(p));
        }
      }
      return body.array();
    }
  }

  List<Object> histograms(Map<String, String> query) {
    synchronized (logs) {
      List<Object> all = new ArrayList<>();
      for (Step<Summary.Histogram> s : find(query, run(query).histograms)) {
        Bins bins = s.content().bins();
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("step", s.step());
        form.put("left", bins.left());
        form.put("right", bins.right());
        form.put("count", bins.count());
        all.add(form);
      }
      return all;
    }
  }

  List<Object> imageSteps(Map<String, String> query) {
    synchronized (logs) {
      List<Object> all = new ArrayList<>();
      for (Step<Summary.Images> s : find(query, run(query).images)) {
        all.add(Map.of("step", s.step(), "pictures", s.content().encoded().size()));
      }
      return all;
    }
  }

  /** Returns one of the images of a step. */
  byte[] image(Map<String, String> query) {
    synchronized (logs) {
      List<Step<Summary.Images>> steps = find(query, run(query).images);
      int index = number(query, "index");
      int picture = number(query, "picture");
      if (index >= steps.size() || picture >= steps.get(index).content().encoded().size()) {
        throw new IllegalArgumentException(
            "there is no image %d of step %d".formatted(picture, index));
      }
      return steps.get(index).content().encoded().get(picture);
    }
  }

  List<Object> text(Map<String, String> query) {
    synchronized (logs) {
      List<Object> all = new ArrayList<>();
      for (Step<Summary.Text> s : find(query, run(query).text)) {
        all.add(Map.of("step", s.step(), "text", String.join("\n", s.content().lines())));
      }
      return all;
    }
  }

  List<Object> graph(Map<String, String> query) throws IOException {
    synchronized (logs) {
      Run run = run(query);
      boolean layers = "keras".equals(query.get("tag"));
      if (layers ? run.kerasModel == null : run.graphDef == null) {
        throw new IllegalArgumentException("this run has no such graph");
      }
      if (layers) {
        return KerasLayers.of(run.kerasModel);
      }
      List<Object> nodes = new ArrayList<>();
      for (GraphNodes.Node n : GraphNodes.read(run.graphDef)) {
        nodes.add(node(n.name(), n.operation(), n.inputs(), String.join(", ", n.shapes()), null));
      }
      return nodes;
    }
  }

  /** Returns the curves of a tag in all runs, each with its steps. */
  List<Object> prCurves(Map<String, String> query) {
    synchronized (logs) {
      List<Object> all = new ArrayList<>();
      for (Run run : logs.runs().values()) {
        for (Step<Summary.PrCurve> s : find(query, run.prCurves)) {
          Map<String, Object> form = new LinkedHashMap<>();
          form.put("run", run.name);
          form.put("step", s.step());
          form.put("tp", s.content().truePositives());
          form.put("fp", s.content().falsePositives());
          form.put("tn", s.content().trueNegatives());
          form.put("fn", s.content().falseNegatives());
          form.put("precision", s.content().precision());
          form.put("recall", s.content().recall());
          all.add(form);
        }
      }
      return all;
    }
  }

  /**
   * Returns hyperparameters and metrics of all runs; a metric is its last value with its step, then
   * the lowest and the highest.
   */
  List<Object> comparison() {
    synchronized (logs) {
      List<Object> all = new ArrayList<>();
      for (Run run : logs.runs().values()) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("name", run.name);
        form.put("hparams", run.hparams);
        form.put("success", run.success);
        if (run.experiment != null) {
          form.put("order", run.experiment.hparams());
          form.put(
              "metrics",
              run.experiment.metrics().stream().map(m -> List.of(m.group(), m.tag())).toList());
        }
        Map<String, Object> scalars = new LinkedHashMap<>();
        run.scalars.forEach((tag, s) -> scalars.put(tag, metric(s)));
        form.put("scalars", scalars);
        all.add(form);
      }
      return all;
    }
  }

  private static double[] metric(Series s) {
    double[] metric = new double[8];
    int[] points = {s.count() - 1, s.lowest(), s.highest()};
    for (int i = 0; i < points.length; i++) {
      metric[2 * i] = points[i] < 0 ? Double.NaN : s.value(points[i]);
      metric[2 * i + 1] = points[i] < 0 ? Double.NaN : s.step(points[i]);
    }
    metric[6] = s.time(0);
    metric[7] = s.time(s.count() - 1);
    return metric;
  }

  /** Returns a set of points, along its principal components. */
  byte[] points(Map<String, String> query) throws IOException {
    return Projections.answer(set(query));
  }

  /** Returns the points nearest to one. */
  List<Map<String, Object>> neighbours(Map<String, String> query) throws IOException {
    return set(query).neighbours(number(query, "point"));
  }

  private PointSet set(Map<String, String> query) throws IOException {
    return logs.projections().set(query.getOrDefault("run", ""), query.getOrDefault("tag", ""));
  }

  /** Returns the trials of a search that the page does not have yet. */
  Map<String, Object> study(Map<String, String> query) {
    synchronized (logs) {
      return logs.studies()
          .study(
              query.getOrDefault("file", ""),
              number(query, "study"),
              Long.parseLong(query.getOrDefault("have", "-1")),
              Long.parseLong(query.getOrDefault("generation", "-1")));
    }
  }

  /** Describes a box of a graph; its shape is empty and its parameters null if they are unknown. */
  static Map<String, Object> node(
      String name, String kind, List<String> inputs, String shape, Long parameters) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("name", name);
    form.put("kind", kind);
    form.put("inputs", inputs);
    form.put("shape", shape);
    form.put("parameters", parameters);
    return form;
  }

  /** Returns a non-negative number; 0 if it is missing. */
  private static int number(Map<String, String> query, String name) {
    return Integer.parseUnsignedInt(query.getOrDefault(name, "0")) & Integer.MAX_VALUE;
  }

  private Run run(Map<String, String> query) {
    Run run = logs.runs().get(query.getOrDefault("run", ""));
    if (run == null) {
      throw new IllegalArgumentException("there is no run " + query.get("run"));
    }
    return run;
  }

  private static <T> List<T> find(Map<String, String> query, Map<String, List<T>> lists) {
    return lists.getOrDefault(query.getOrDefault("tag", ""), List.of());
  }
}
