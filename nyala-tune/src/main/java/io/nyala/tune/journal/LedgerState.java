// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.journal;

import io.nyala.tune.history.TrialState;
import io.nyala.tune.schedules.Job;
import io.nyala.tune.schedules.Seen;
import io.nyala.tune.space.Parameter;
import io.nyala.tune.space.SearchSpace;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The state described by the lines of a journal, applied one after the other. */
final class LedgerState {
  final List<StoredTrial> trials = new ArrayList<>();
  final List<StoredJob> jobs = new ArrayList<>();
  final Map<String, Object> settings = new LinkedHashMap<>();
  final Map<String, Parameter> named = new LinkedHashMap<>();
  List<Boolean> maximised = List.of();
  SearchSpace space;
  String name;
  private final Map<String, Distributions.Reader> readers = new HashMap<>();
  private long lines;

  void applyAll(List<Map<String, Object>> all) throws IOException {
    for (Map<String, Object> line : all) {
      lines++;
      try {
        apply(line);
      } catch (RuntimeException e) {
        throw new IOException(
            "line %d of the journal is not valid for this version (%s): %s"
                .formatted(lines, e, line),
            e);
      }
    }
  }

  private void apply(Map<String, Object> line) throws IOException {
    switch (number(line.get("op_code")).intValue()) {
      case 0 -> study(line);
      case 2 -> {}
      case 3 -> studyAttributes(object(line.get("system_attr")));
      case 4 -> trial(line);
      case 5 ->
          trialOf(line)
              .put(
                  (String) line.get("param_name"),
                  external(line.get("distribution"), line.get("param_value_internal")));
      case 6 -> state(line);
      case 7 ->
          trialOf(line)
              .steps
              .put(
                  number(line.get("step")).intValue(),
                  number(line.get("intermediate_value")).doubleValue());
      case 8 -> trialOf(line).attributes.putAll(object(line.get("user_attr")));
      case 9 -> trialAttributes(trialOf(line), object(line.get("system_attr")));
      default -> throw new IOException("journals with deleted studies are not supported: " + line);
    }
  }

  private void study(Map<String, Object> line) throws IOException {
    if (name != null) {
      throw new IOException("the journal has several studies; Nyala supports only one per file");
    }
    name = (String) line.get("study_name");
    maximised =
        ((List<?>) line.get("directions")).stream().map(d -> number(d).intValue() == 2).toList();
  }

  private void studyAttributes(Map<String, Object> attributes) {
    String prefix = Ledger.OWN + "named:";
    attributes.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            named.put(key.substring(prefix.length()), SpaceForm.parameter(object(value)));
          } else if (key.equals(Ledger.OWN + "space")) {
            List<?> forms = (List<?>) value;
            space = forms.isEmpty() ? null : SpaceForm.space(forms);
          } else {
            settings.put(key, value);
          }
        });
  }

  private void trial(Map<String, Object> line) throws IOException {
    StoredTrial trial = new StoredTrial(trials.size(), time(line.get("datetime_start")));
    trials.add(trial);
    Object given = line.get("state");
    trial.state =
        given == null ? TrialState.RUNNING : TrialState.values()[number(given).intValue()];
    Map<String, Object> distributions = object(line.get("distributions"));
    for (Map.Entry<String, Object> each : object(line.get("params")).entrySet()) {
      trial.put(each.getKey(), external(distributions.get(each.getKey()), each.getValue()));
    }
    trial.attributes.putAll(object(line.get("user_attrs")));
    trialAttributes(trial, object(line.get("system_attrs")));
  }

  private Object external(Object distribution, Object internal) throws IOException {
    String text = (String) distribution;
    Distributions.Reader reader = readers.get(text);
    if (reader == null) {
      reader = Distributions.reader(text);
      readers.put(text, reader);
    }
    return reader.value(number(internal).doubleValue());
  }

  private void trialAttributes(StoredTrial trial, Map<String, Object> attributes) {
    attributes.forEach(
        (key, value) -> {
          if (key.startsWith(Ledger.OWN + "job:")) {
            job(trial, index(key), (List<?>) value);
          } else if (key.startsWith(Ledger.OWN + "end:")) {
            jobs.get(index(key)).ending = ending(object(value));
          } else if (key.equals(Ledger.OWN + "proposed")) {
            object(value).forEach((p, u) -> trial.proposed.put(p, number(u).doubleValue()));
          } else if (key.equals(Ledger.OWN + Ledger.COPY_OF)) {
            trial.copyOf = number(value).intValue();
          }
        });
  }

  private static int index(String key) {
    return Integer.parseInt(key.substring(key.lastIndexOf(':') + 1));
  }

  private void job(StoredTrial trial, int index, List<?> form) {
    if (index != jobs.size()) {
      throw new IllegalStateException("training " + index + " follows " + jobs.size() + " others");
    }
    StoredJob job =
        new StoredJob(
            new Job(
                index,
                trial.number,
                number(form.get(0)).intValue(),
                number(form.get(1)).intValue(),
                number(form.get(2)).intValue(),
                number(form.get(3)).intValue()),
            (Boolean) form.get(4),
            number(form.get(5)).intValue());
    jobs.add(job);
    trial.jobs.add(job);
  }

  private Ending ending(Map<String, Object> form) {
    Ending ending =
        new Ending(
            Seen.End.valueOf((String) form.get("end")),
            ((List<?>) form.get("values")).stream().map(v -> number(v).doubleValue()).toList(),
            number(form.get("last_step")).intValue(),
            number(form.get("violation")).doubleValue(),
            (String) form.get("reason"),
            number(form.get("same_as")).intValue());
    if (ending.end() == Seen.End.REACHED && ending.values().size() != maximised.size()) {
      throw new IllegalStateException("values of %d objectives".formatted(maximised.size()));
    }
    return ending;
  }

  private void state(Map<String, Object> line) {
    StoredTrial trial = trialOf(line);
    trial.state = TrialState.values()[number(line.get("state")).intValue()];
    if (line.get("datetime_complete") != null) {
      trial.ended = time(line.get("datetime_complete"));
    }
  }

  private StoredTrial trialOf(Map<String, Object> line) {
    return trials.get(number(line.get("trial_id")).intValue());
  }

  private static Instant time(Object text) {
    return Times.parse((String) text);
  }

  private static Number number(Object value) {
    return (Number) value;
  }

  @SuppressWarnings("unchecked") // JSON keys are always strings
  private static Map<String, Object> object(Object value) {
    return value == null ? Map.of() : (Map<String, Object>) value;
  }
}
