// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import io.nyala.io.files.JsonText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A journal of hyperparameter searches, as written by Nyala and by Optuna's JournalStorage, read as
 * far as it has been written. Each {@link #read} continues where the last one ended.
 */
final class StudyLog {
  /** The bytes at the beginning of a file that tell whether it is a journal. */
  static final int SIGNATURE = 64;

  private static final int BLOCK = 1 << 20;

  /** Attributes that Nyala adds to Optuna's format. */
  private static final String OWN = "nyala:";

  private static final List<String> STATES =
      List.of("running", "complete", "pruned", "failed", "waiting");

  private final Path file;
  private final TreeMap<Integer, Study> studies = new TreeMap<>();
  private final List<Trial> trials = new ArrayList<>();
  private final Map<String, Map<String, Object>> distributions = new HashMap<>();
  private int studiesCreated;
  private long position;
  private long lines;
  private long version;

  StudyLog(Path file) {
    this.file = file;
  }

  /** Returns whether a file begins like a journal. */
  static boolean isJournal(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer start = ByteBuffer.allocate(SIGNATURE);
      channel.read(start);
      String text = new String(start.array(), 0, start.position(), StandardCharsets.UTF_8);
      return text.startsWith("{") && text.contains("\"op_code\"");
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the number of bytes read. */
  long position() {
    return position;
  }

  /** Returns the number of changes. */
  long version() {
    return version;
  }

  /** Returns the studies by their numbers. */
  Map<Integer, Study> studies() {
    return studies;
  }

  /**
   * Reads complete lines, until the end or until time is up.
   *
   * @param end the {@link System#nanoTime} at which to stop
   * @return whether all complete lines have been read
   * @throws IOException if a line is damaged or cannot be read
   */
  boolean read(long end) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer block = ByteBuffer.allocate(BLOCK);
      while (true) {
        int got = channel.read(block, position + block.position());
        int used = applyLines(block);
        position += used;
        if (got <= 0) {
          return true;
        }
        block.flip().position(used).compact();
        if (!block.hasRemaining()) {
          block = ByteBuffer.allocate(2 * block.capacity()).put(block.flip());
        }
        if (System.nanoTime() - end > 0) {
          return false;
        }
      }
    }
  }

  /** Applies the complete lines of a block and returns their length. */
  private int applyLines(ByteBuffer block) throws IOException {
    int from = 0;
    for (int i = 0; i < block.position(); i++) {
      if (block.get(i) == '\n') {
        lines++;
        String where = file + ", line " + lines;
        String line = new String(block.array(), from, i - from, StandardCharsets.UTF_8);
        try {
          apply(JsonText.object(line, where));
        } catch (RuntimeException e) {
          throw new IOException(where + " is not a line of a search: " + e.getMessage(), e);
        }
        version++;
        from = i + 1;
      }
    }
    return from;
  }

  private void apply(Map<String, Object> line) throws IOException {
    switch (integer(line.get("op_code"))) {
      case 0 ->
          studies.put(
              studiesCreated++,
              new Study((String) line.get("study_name"), (List<?>) line.get("directions")));
      case 1 -> studies.remove(integer(line.get("study_id")));
      case 3 -> studyAttributes(line);
      case 4 -> create(line);
      case 5 -> {
        Trial trial = trial(line);
        parameter(
            trial,
            (String) line.get("param_name"),
            line.get("distribution"),
            line.get("param_value_internal"));
      }
      case 6 -> {
        Trial trial = trial(line);
        trial.state = STATES.get(integer(line.get("state")));
        trial.values = numbers(line.get("values"));
        trial.begun = line.get("datetime_start") == null ? trial.begun : time(line, "start");
        trial.ended = time(line, "complete");
      }
      case 7 ->
          trial(line).steps.put(integer(line.get("step")), finite(line.get("intermediate_value")));
      case 8 -> trial(line).attributes.putAll(object(line.get("user_attr")));
      case 9 -> own(trial(line), object(line.get("system_attr")));
      default -> {} // attributes of no interest here
    }
  }

  private void studyAttributes(Map<String, Object> line) {
    Study study = studies.get(integer(line.get("study_id")));
    if (study == null) {
      return;
    }
    Map<String, Object> attributes = object(line.get("system_attr"));
    if (attributes.get("study:metric_names") instanceof List<?> names) {
      study.objectives = names.stream().map(String::valueOf).toList();
    }
    if (object(attributes.get(OWN + "settings")).get("objectives") instanceof List<?> goals) {
      study.objectives =
          goals.stream().map(goal -> String.valueOf(goal).replaceFirst("^\\w+ ", "")).toList();
    }
  }

  private void create(Map<String, Object> line) throws IOException {
    Study study = studies.get(integer(line.get("study_id")));
    Trial trial = new Trial(study, study == null ? 0 : study.trials.size());
    trials.add(trial);
    if (study != null) {
      study.trials.add(trial);
    }
    trial.changed = version + 1;
    trial.begun = time(line, "start");
    trial.ended = time(line, "complete");
    trial.state =
        line.get("state") == null ? STATES.get(0) : STATES.get(integer(line.get("state")));
    if (line.get("values") != null) {
      trial.values = numbers(line.get("values"));
    } else if (line.get("value") instanceof Number n) {
      trial.values = numbers(List.of(n));
    }
    Map<String, Object> forms = object(line.get("distributions"));
    for (Map.Entry<String, Object> each : object(line.get("params")).entrySet()) {
      parameter(trial, each.getKey(), forms.get(each.getKey()), each.getValue());
    }
    object(line.get("intermediate_values"))
        .forEach((step, value) -> trial.steps.put(Integer.valueOf(step), finite(value)));
    trial.attributes.putAll(object(line.get("user_attrs")));
    own(trial, object(line.get("system_attrs")));
  }

  private void parameter(Trial trial, String name, Object distribution, Object internal)
      throws IOException {
    String text = (String) distribution;
    Map<String, Object> form = distributions.get(text);
    if (form == null) {
      form = JsonText.object(text, "distribution of " + name);
      distributions.put(text, form);
    }
    Map<String, Object> range = object(form.get("attributes"));
    double value = ((Number) internal).doubleValue();
    boolean integers = String.valueOf(form.get("name")).startsWith("Int");
    Object external = integers ? (Object) (long) value : finite(value);
    if (range.get("choices") instanceof List<?> choices) {
      external = choices.get((int) value);
    }
    trial.parameters.put(name, external);
    if (trial.study != null) {
      trial.study.axes.putIfAbsent(name, range);
    }
  }

  /**
   * Nyala's attributes contain the outcomes of trainings, and whether a trial waits for its next
   * one.
   */
  private static void own(Trial trial, Map<String, Object> attributes) {
    attributes.forEach(
        (name, value) -> {
          if (name.startsWith(OWN + "job:")) {
            trial.paused = false;
          } else if (name.startsWith(OWN + "end:")) {
            Map<String, Object> end = object(value);
            trial.paused = true;
            trial.reason = end.get("reason");
            trial.reached = numbers(end.get("values"));
          }
        });
  }

  private Trial trial(Map<String, Object> line) {
    Trial trial = trials.get(integer(line.get("trial_id")));
    trial.changed = version + 1;
    return trial;
  }

  /** Returns seconds, or null. Times may lack a zone; only differences count. */
  private static Double time(Map<String, Object> line, String which) {
    Object text = line.get("datetime_" + which);
    if (text == null) {
      return null;
    }
    LocalDateTime time = LocalDateTime.parse((String) text, DateTimeFormatter.ISO_DATE_TIME);
    return time.toEpochSecond(ZoneOffset.UTC) + time.getNano() / 1e9;
  }

  private static List<Object> numbers(Object list) {
    List<Object> numbers = new ArrayList<>();
    if (list instanceof List<?> values) {
      values.forEach(v -> numbers.add(finite(v)));
    }
    return numbers;
  }

  /** JSON cannot represent NaN and infinity. */
  private static Object finite(Object value) {
    return value instanceof Number n && !Double.isFinite(n.doubleValue()) ? n.toString() : value;
  }

  private static int integer(Object value) {
    return ((Number) value).intValue();
  }

  @SuppressWarnings("unchecked") // JSON keys are always strings
  private static Map<String, Object> object(Object value) {
    return value == null ? Map.of() : (Map<String, Object>) value;
  }

  /** A search. */
  static final class Study {
    final String name;
    final List<Boolean> maximized;
    final List<Trial> trials = new ArrayList<>();
    final Map<String, Map<String, Object>> axes = new LinkedHashMap<>();
    List<String> objectives = List.of();

    Study(String name, List<?> directions) {
      this.name = name;
      maximized = directions.stream().map(d -> integer(d) == 2).toList();
    }

    /**
     * Returns the study as the page reads it.
     *
     * @param have the version that the page has; trials that have not changed since are left out
     */
    Map<String, Object> form(long have) {
      Map<String, Object> form = new LinkedHashMap<>();
      form.put("name", name);
      form.put("maximized", maximized);
      form.put("objectives", objectives);
      List<Object> parameters = new ArrayList<>();
      axes.forEach(
          (axis, range) -> {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("name", axis);
            each.put("low", range.get("low"));
            each.put("high", range.get("high"));
            each.put("log", Boolean.TRUE.equals(range.get("log")));
            each.put("choices", range.get("choices"));
            parameters.add(each);
          });
      form.put("axes", parameters);
      form.put("trials", trials.stream().filter(t -> t.changed > have).map(Trial::form).toList());
      return form;
    }
  }

  /** A trial of a search. */
  static final class Trial {
    final Study study;
    final int number;
    final Map<String, Object> parameters = new LinkedHashMap<>();
    final TreeMap<Integer, Object> steps = new TreeMap<>();
    final Map<String, Object> attributes = new LinkedHashMap<>();
    List<Object> values = List.of();
    List<Object> reached = List.of();
    String state;
    boolean paused;
    Object reason;
    Double begun;
    Double ended;
    long changed;

    Trial(Study study, int number) {
      this.study = study;
      this.number = number;
    }

    Map<String, Object> form() {
      boolean waits = state.equals("running") && paused;
      Map<String, Object> form = new LinkedHashMap<>();
      form.put("number", number);
      form.put("state", waits ? "paused" : state);
      form.put("parameters", parameters);
      form.put("values", values.isEmpty() ? reached : values);
      form.put("steps", steps.keySet());
      form.put("curve", steps.values());
      form.put("seconds", begun == null || ended == null ? null : ended - begun);
      form.put("reason", reason);
      form.put("attributes", attributes);
      return form;
    }
  }
}
