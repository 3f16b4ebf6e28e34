// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.report;

import io.nyala.tune.Goal;
import io.nyala.tune.Study;
import io.nyala.tune.TrialResult;
import io.nyala.tune.history.TrialState;
import io.nyala.tune.math.Digits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The HTML of a report. */
final class StudyPage {
  private static final String STYLE = "report.css";
  private static final int DIGITS = 6;
  private static final String SCRIPT = "report.js";

  private final Study study;
  private final Map<String, String> pictures;
  private final StringBuilder out = new StringBuilder();

  /**
   * Creates a page.
   *
   * @param pictures the SVG plots by heading
   */
  StudyPage(Study study, Map<String, String> pictures) {
    this.study = study;
    this.pictures = pictures;
  }

  String html() {
    String objectives = String.join(", ", study.goals().stream().map(Goal::toString).toList());
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.append("<title>").append(safe("Search: " + objectives)).append("</title>\n");
    out.append("<style>\n").append(resource(STYLE)).append("</style>\n</head>\n<body>\n<main>\n");
    out.append("<h1>").append(safe("Search: " + objectives)).append("</h1>\n");
    summary();
    best();
    pictures.forEach(
        (heading, svg) -> {
          out.append("<section>\n<h2>").append(safe(heading)).append("</h2>\n<figure>");
          out.append(svg.substring(svg.indexOf("<svg"))).append("</figure>\n</section>\n");
        });
    table();
    out.append("</main>\n<script>\n").append(resource(SCRIPT)).append("</script>\n");
    out.append("</body>\n</html>\n");
    return out.toString();
  }

  private void summary() {
    List<TrialResult> trials = study.trials();
    List<String> parts = new ArrayList<>();
    for (TrialState state : TrialState.values()) {
      long count = trials.stream().filter(trial -> trial.state() == state).count();
      if (count > 0) {
        parts.add(count + " " + words(state));
      }
    }
    double seconds =
        trials.stream()
                .flatMap(trial -> trial.took().stream())
                .mapToDouble(Duration::toMillis)
                .sum()
            / 1000;
    out.append("<p>").append(trials.size()).append(" trials");
    out.append(parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")");
    out.append(", ").append(study.runs()).append(" trainings, ");
    out.append(String.format(Locale.ROOT, "%.1f s of work.</p>%n", seconds));
  }

  private static String words(TrialState state) {
    return switch (state) {
      case COMPLETE -> "complete";
      case PRUNED -> "stopped early";
      case FAIL -> "failed";
      case RUNNING -> "not finished";
      case WAITING -> "waiting";
    };
  }

  private void best() {
    if (study.best().isEmpty()) {
      out.append("<p>No trial is complete yet.</p>\n");
      return;
    }
    TrialResult best = study.best().orElseThrow();
    out.append("<section>\n<h2>Best trial</h2>\n<p>Trial ").append(best.number());
    for (int i = 0; i < best.objectives().size(); i++) {
      out.append(i == 0 ? ": " : ", ").append(safe(study.goals().get(i).name()));
      out.append(" <strong>").append(number(best.objectives().get(i))).append("</strong>");
    }
    out.append("</p>\n<table class=\"values\">\n");
    best.values()
        .asMap()
        .forEach(
            (name, value) ->
                out.append("<tr><th>")
                    .append(safe(name))
                    .append("</th><td>")
                    .append(cell(value))
                    .append("</td></tr>\n"));
    out.append("</table>\n</section>\n");
  }

  private void table() {
    Map<String, List<Object>> columns = study.results();
    out.append("<section>\n<h2>All trials</h2>\n");
    out.append("<p>Click a heading to sort.</p>\n<div class=\"wide\">\n");
    out.append("<table class=\"trials\">\n<thead><tr>");
    columns.keySet().forEach(name -> out.append("<th>").append(safe(name)).append("</th>"));
    out.append("</tr></thead>\n<tbody>\n");
    int rows = columns.isEmpty() ? 0 : columns.values().iterator().next().size();
    for (int row = 0; row < rows; row++) {
      out.append("<tr>");
      for (List<Object> column : columns.values()) {
        out.append("<td>").append(cell(column.get(row))).append("</td>");
      }
      out.append("</tr>\n");
    }
    out.append("</tbody>\n</table>\n</div>\n</section>\n");
  }

  private static String cell(Object value) {
    return switch (value) {
      case null -> "";
      case Double d -> number(d);
      default -> safe(value.toString());
    };
  }

  /** Returns a number with enough digits to distinguish trials. */
  private static String number(double value) {
    return Digits.of(value, DIGITS);
  }

  private static String safe(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String resource(String name) {
    try (InputStream in = StudyPage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
