// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.journal;

import io.nyala.tune.history.TrialState;
import io.nyala.tune.schedules.Job;
import io.nyala.tune.schedules.Seen;
import io.nyala.tune.space.Assignment;
import io.nyala.tune.space.Parameter;
import io.nyala.tune.space.SearchSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The complete state of a study. Each change is a line of the journal, if there is a file, and the
 * state in memory is only changed by applying that line, so that reading the file restores the same
 * state. Not thread-safe: a search changes it under its lock.
 *
 * <p>The operations are those of Optuna's JournalStorage (version 5). Data that it does not support
 * is stored in system attributes whose names start with {@value #OWN}.
 */
public final class Ledger {
  static final String OWN = "nyala:";
  static final String COPY_OF = "copy_of";
  private static final int CREATE_STUDY = 0;
  private static final int STUDY_ATTRIBUTE = 3;
  private static final int CREATE_TRIAL = 4;
  private static final int PARAMETER = 5;
  private static final int STATE = 6;
  private static final int STEP = 7;
  private static final int ATTRIBUTE = 8;
  private static final int TRIAL_ATTRIBUTE = 9;

  private final LedgerState state = new LedgerState();
  private final String worker = "nyala-" + ProcessHandle.current().pid();
  private final Map<Parameter, String> distributions = new HashMap<>();
  private JournalFile file;

  /** Creates a ledger in memory only. */
  public Ledger() {}

  /** Creates a ledger from existing lines, and writes new ones to the file. */
  public Ledger(JournalFile file, List<Map<String, Object>> lines) throws IOException {
    this.file = file;
    state.applyAll(lines);
  }

  /** Returns a read-only ledger of the lines of a file. */
  public static Ledger reading(List<Map<String, Object>> lines) throws IOException {
    Ledger ledger = new Ledger();
    ledger.state.applyAll(lines);
    return ledger;
  }

  // State

  /** Returns whether the ledger contains a study, which the last line of {@link #begin} marks. */
  public boolean begun() {
    return state.name != null && (setting("settings") != null || !state.trials.isEmpty());
  }

  /** Returns the name of the study, or null. */
  public String name() {
    return state.name;
  }

  /** Returns for each objective whether it is maximized. */
  public List<Boolean> maximised() {
    return state.maximised;
  }

  /** Returns an attribute of Nyala of the study, or null. */
  public Object setting(String name) {
    return state.settings.get(OWN + name);
  }

  /** Returns the trials by number. */
  public List<StoredTrial> trials() {
    return state.trials;
  }

  /** Returns the trainings in the order of their decisions. */
  public List<StoredJob> jobs() {
    return state.jobs;
  }

  /** Returns the declared space, or null. */
  public SearchSpace space() {
    return state.space;
  }

  /** Returns the hyperparameters requested by trials, by name, if none were declared. */
  public Map<String, Parameter> named() {
    return state.named;
  }

  // Changes

  /**
   * Starts the study, or completes an interrupted start.
   *
   * @param space the declared space, or null
   * @param settings the settings that determine its trials
   */
  public void begin(
      String name, List<Boolean> maximised, SearchSpace space, Map<String, Object> settings) {
    List<Map<String, Object>> lines = new ArrayList<>();
    if (state.name == null) {
      Map<String, Object> study = line(CREATE_STUDY);
      study.put("study_name", name);
      study.put("directions", maximised.stream().map(up -> up ? 2 : 1).toList());
      lines.add(study);
    }
    lines.add(studyAttribute("space", space == null ? List.of() : SpaceForm.of(space)));
    lines.add(studyAttribute("settings", settings));
    add(lines, true);
  }

  /** Changes an attribute of Nyala of the study. */
  public void set(String name, Object value) {
    add(List.of(studyAttribute(name, value)), true);
  }

  private Map<String, Object> studyAttribute(String name, Object value) {
    Map<String, Object> line = line(STUDY_ATTRIBUTE);
    line.put("study_id", 0);
    line.put("system_attr", Map.of(OWN + name, value));
    return line;
  }

  /**
   * Starts a trial with its first training.
   *
   * @param last whether the trial is complete afterwards
   * @param seen the number of earlier trainings whose outcome was known
   * @param space the declared space with its values, or null if the trial declares its own
   * @param copyOf the trial whose weights it copies, or -1
   */
  public void begin(
      Job job,
      boolean last,
      int seen,
      SearchSpace space,
      Assignment values,
      Map<String, Double> proposed,
      int copyOf) {
    Map<String, Object> line = line(CREATE_TRIAL);
    line.put("study_id", 0);
    line.put("datetime_start", Times.now());
    line.put("state", TrialState.RUNNING.ordinal());
    line.put("value", null);
    line.put("values", null);
    Map<String, Object> forms = new LinkedHashMap<>();
    Map<String, Object> parameters = new LinkedHashMap<>();
    if (space != null) {
      for (String name : values.names()) {
        Parameter parameter = space.parameter(space.indexOf(name));
        forms.put(name, distribution(parameter));
        parameters.put(name, Distributions.internal(parameter, values.get(name)));
      }
    }
    line.put("distributions", forms);
    line.put("params", parameters);
    line.put("user_attrs", Map.of());
    Map<String, Object> own = new LinkedHashMap<>();
    own.put(OWN + "job:" + job.index(), form(job, last, seen));
    if (space == null) {
      own.put(OWN + "proposed", proposed);
    }
    if (copyOf >= 0) {
      own.put(OWN + COPY_OF, copyOf);
    }
    line.put("system_attrs", own);
    line.put("intermediate_values", Map.of());
    // Decisions lost in a power failure are repeated identically, unless a source has gone on.
    add(List.of(line), copyOf >= 0);
  }

  /** Continues training a trial. */
  public void goOn(Job job, boolean last, int seen) {
    add(List.of(trialAttribute(job.trial(), "job:" + job.index(), form(job, last, seen))), false);
  }

  private String distribution(Parameter parameter) {
    return distributions.computeIfAbsent(parameter, Distributions::of);
  }

  private static List<Object> form(Job job, boolean last, int seen) {
    return List.of(job.from(), job.to(), job.rung(), job.bracket(), last, seen);
  }

  private Map<String, Object> trialAttribute(int trial, String name, Object value) {
    Map<String, Object> line = line(TRIAL_ATTRIBUTE);
    line.put("trial_id", trial);
    line.put("system_attr", Map.of(OWN + name, value));
    return line;
  }

  /** Records a value requested by a trial. */
  public void suggested(int trial, Parameter parameter, Object value) {
    Map<String, Object> line = line(PARAMETER);
    line.put("trial_id", trial);
    line.put("param_name", parameter.name());
    line.put("param_value_internal", Distributions.internal(parameter, value));
    line.put("distribution", distribution(parameter));
    List<Map<String, Object>> lines = new ArrayList<>();
    if (!state.named.containsKey(parameter.name())) {
      lines.add(studyAttribute("named:" + parameter.name(), SpaceForm.of(parameter)));
    }
    lines.add(line);
    add(lines, false);
  }

  /** Records an intermediate value of a trial. */
  public void step(int trial, int step, double value) {
    Map<String, Object> line = line(STEP);
    line.put("trial_id", trial);
    line.put("step", step);
    line.put("intermediate_value", value);
    add(List.of(line), false);
  }

  /** Sets an attribute of a trial. */
  public void attribute(int trial, String name, Object value) {
    Map<String, Object> line = line(ATTRIBUTE);
    line.put("trial_id", trial);
    line.put("user_attr", Map.of(name, value));
    add(List.of(line), false);
  }

  /**
   * Records the outcome of a training, and that of the trial unless it may continue.
   *
   * @param force whether to return only when it is on the disk, because files that it makes
   *     superfluous are deleted next; otherwise a failure of power (not a kill) may take the
   *     outcomes of the last second, which are then computed again
   */
  public void end(Job job, Ending ending, boolean force) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("end", ending.end().name());
    form.put("values", ending.values());
    form.put("last_step", ending.lastStep());
    form.put("violation", ending.violation());
    form.put("reason", ending.reason());
    form.put("same_as", ending.sameAs());
    List<Map<String, Object>> lines = new ArrayList<>();
    lines.add(trialAttribute(job.trial(), "end:" + job.index(), form));
    TrialState ended = endOf(state.jobs.get(job.index()), ending);
    if (ended != null) {
      lines.add(state(state.trials.get(job.trial()), ended, ending));
    }
    add(lines, force || file != null && file.isOld());
  }

  private static TrialState endOf(StoredJob stored, Ending ending) {
    return switch (ending.end()) {
      case PRUNED -> TrialState.PRUNED;
      case FAILED -> TrialState.FAIL;
      case REACHED -> stored.last() ? TrialState.COMPLETE : null;
    };
  }

  /**
   * Ends trials whose last line was lost when the program was killed.
   *
   * @param paused whether to also end paused trials of a schedule, as pruned
   */
  public void finishTrials(boolean paused) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (StoredTrial trial : state.trials) {
      if (!trial.state.finished() && trial.ending() != null) {
        TrialState ended = endOf(trial.jobs.getLast(), trial.ending());
        if (ended == null && !paused) {
          continue;
        }
        lines.add(state(trial, ended == null ? TrialState.PRUNED : ended, trial.ending()));
      }
    }
    if (!lines.isEmpty()) {
      add(lines, true);
    }
  }

  private Map<String, Object> state(StoredTrial trial, TrialState to, Ending ending) {
    Map<String, Object> line = line(STATE);
    line.put("trial_id", trial.number);
    line.put("state", to.ordinal());
    List<Double> values = to == TrialState.COMPLETE ? ending.values() : lastStep(trial, to);
    line.put("values", values);
    line.put("datetime_complete", Times.now());
    return line;
  }

  /** As in Optuna, the value of a pruned trial is the last reported one, unless it is NaN. */
  private List<Double> lastStep(StoredTrial trial, TrialState to) {
    if (to != TrialState.PRUNED || trial.steps.isEmpty() || state.maximised.size() > 1) {
      return null;
    }
    double last = trial.steps.lastEntry().getValue();
    return Double.isNaN(last) ? null : List.of(last);
  }

  // Lines

  private Map<String, Object> line(int operation) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("op_code", operation);
    line.put("worker_id", worker);
    return line;
  }

  private void add(List<Map<String, Object>> lines, boolean force) {
    try {
      if (file != null) {
        file.append(lines, force);
      }
      state.applyAll(lines);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the journal of a study: " + e.getMessage(), e);
    }
  }

  /** Returns the outcome of a job as seen by schedules. */
  public static Seen.Outcome outcome(Ending ending, boolean maximised) {
    if (ending.end() != Seen.End.REACHED) {
      return new Seen.Outcome(ending.end(), Double.NaN);
    }
    double value = ending.values().getFirst();
    return new Seen.Outcome(ending.end(), maximised ? -value : value);
  }
}
