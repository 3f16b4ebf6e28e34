// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.outcome;

import io.nyala.auto.facts.AutoDecision;
import io.nyala.auto.facts.AutoScore;
import io.nyala.auto.facts.AutoTrial;
import io.nyala.doctor.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A page about a training: one file, which works offline. */
public final class ReportPage {
  private final Outcome outcome;
  private final StringBuilder out = new StringBuilder();

  private ReportPage(Outcome outcome) {
    this.outcome = outcome;
  }

  /**
   * Returns the page.
   *
   * @throws IOException if this Java cannot draw
   */
  public static String of(Outcome outcome) throws IOException {
    ReportPage page = new ReportPage(outcome);
    page.write();
    return page.out.toString();
  }

  private void write() throws IOException {
    String target = outcome.material().target().name();
    String title = "%s from %s".formatted(target, outcome.source());
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.append("<title>").append(safe(title)).append("</title>\n<style>\n").append(style());
    out.append("</style>\n</head>\n<body>\n<main>\n<h1>").append(safe(title)).append("</h1>\n");
    out.append("<p class=\"verdict\">").append(safe(outcome.verdict().sentence()));
    out.append("</p>\n");
    scores();
    decisions();
    for (var plot : ReportPlots.of(outcome).entrySet()) {
      heading(plot.getKey());
      out.append("<figure>").append(plot.getValue()).append("</figure>\n");
    }
    doctor();
    trials();
    heading("The program");
    out.append("<p>It trains the same model, bit for bit.</p>\n<pre>");
    out.append(safe(outcome.program())).append("</pre>\n");
    out.append("</main>\n</body>\n</html>\n");
  }

  private void scores() {
    heading("Scores");
    out.append("<p>The test rows were used once, at the end.</p>\n");
    Set<String> measures = new LinkedHashSet<>();
    outcome.scores().forEach(score -> measures.addAll(score.test().keySet()));
    List<String> head = new ArrayList<>(List.of(""));
    measures.forEach(measure -> head.add("test " + measure));
    measures.forEach(measure -> head.add("validation " + measure));
    List<List<String>> rows = new ArrayList<>();
    for (AutoScore score : outcome.scores()) {
      List<String> row = new ArrayList<>(List.of(score.name()));
      measures.forEach(measure -> row.add(number(score.test().get(measure))));
      measures.forEach(measure -> row.add(number(score.validation().get(measure))));
      rows.add(row);
    }
    table(head, rows, -1);
  }

  private void decisions() {
    heading("Decisions");
    List<List<String>> rows = new ArrayList<>();
    for (AutoDecision decision : outcome.decisions()) {
      rows.add(List.of(decision.topic(), decision.choice(), decision.reason()));
    }
    out.append("<table>\n");
    for (List<String> row : rows) {
      out.append("<tr><th>").append(safe(row.get(0))).append("</th><td>");
      out.append(safe(row.get(1))).append("<br><span class=\"dim\">");
      String[] reason = row.get(2).split("\n", 2);
      out.append(safe(reason[0])).append("</span>");
      if (reason.length > 1) {
        out.append("<pre>").append(safe(reason[1])).append("</pre>");
      }
      out.append("</td></tr>\n");
    }
    out.append("</table>\n");
  }

  private void doctor() {
    heading("The doctor");
    if (outcome.diagnosis().isHealthy()) {
      out.append("<p>The doctor found nothing.</p>\n");
      return;
    }
    out.append("<ul>\n");
    for (Finding finding : outcome.diagnosis().findings()) {
      out.append("<li>").append(safe(finding.toString())).append("</li>\n");
    }
    out.append("</ul>\n");
  }

  private void trials() {
    heading("Networks tried");
    Set<String> settings = new LinkedHashSet<>();
    outcome.trials().forEach(trial -> settings.addAll(trial.settings().keySet()));
    List<String> head = new ArrayList<>(List.of("trial", "validation loss", "epochs", "seconds"));
    head.addAll(settings);
    List<List<String>> rows = new ArrayList<>();
    int best = -1;
    for (AutoTrial trial : outcome.trials()) {
      List<String> row = new ArrayList<>();
      row.add(String.valueOf(trial.number()));
      row.add(Double.isNaN(trial.loss()) ? "stopped early" : number(trial.loss()));
      row.add(String.valueOf(trial.epochs()));
      row.add(String.format(Locale.ROOT, "%.1f", trial.seconds()));
      for (String setting : settings) {
        Object value = trial.settings().get(setting);
        row.add(value == null ? "" : value.toString());
      }
      best = trial.number() == outcome.bestTrial() ? rows.size() : best;
      rows.add(row);
    }
    table(head, rows, best);
  }

  private void table(List<String> head, List<List<String>> rows, int best) {
    out.append("<div class=\"wide\"><table>\n<thead><tr>");
    for (int i = 0; i < head.size(); i++) {
      out.append(i == 0 ? "<th>" : "<th class=\"number\">").append(safe(head.get(i)));
      out.append("</th>");
    }
    out.append("</tr></thead>\n<tbody>\n");
    for (int r = 0; r < rows.size(); r++) {
      out.append(r == best ? "<tr class=\"best\">" : "<tr>");
      for (int i = 0; i < rows.get(r).size(); i++) {
        out.append(i == 0 ? "<td>" : "<td class=\"number\">").append(safe(rows.get(r).get(i)));
        out.append("</td>");
      }
      out.append("</tr>\n");
    }
    out.append("</tbody>\n</table></div>\n");
  }

  private void heading(String text) {
    out.append("<h2>").append(safe(text)).append("</h2>\n");
  }

  private static String number(Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.4f", value);
  }

  private static String safe(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String style() throws IOException {
    try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
