// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.io.ModelBytes;
import io.nyala.models.Model;
import io.nyala.models.RunInterruptedException;
import io.nyala.models.TrainingDivergedException;
import io.nyala.settings.Arguments;
import io.nyala.tune.schedules.Job;
import io.nyala.tune.space.Assignment;
import io.nyala.tune.space.Condition;
import io.nyala.tune.space.Parameter;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One training of a trial, to be run in any process. It can be sent there if the functions of the
 * study can be: what they use must be serializable.
 */
public final class TrialOrder implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ModelBuilder builder;
  private final ModelTraining training;
  private final Objective objective;
  private final long mostParameters;
  private final long mostMemory;
  private final int[] job;
  private final long seed;
  private final LinkedHashMap<String, Object> values;
  private final ArrayList<String> names;
  private final ArrayList<String> goals;
  private final ArrayList<Boolean> maximised;
  private final boolean pauses;
  private final boolean bestEpoch;
  private final int start;
  private final int copyOf;
  private final String folder;

  /** What trials of a study have in common: its functions and limits. */
  record Work(
      ModelBuilder builder,
      ModelTraining training,
      Objective objective,
      long mostParameters,
      long mostMemory) {
    static Work of(Objective objective) {
      return new Work(null, null, objective, 0, 0);
    }
  }

  TrialOrder(Work work, Trial trial, TrialDesk desk, List<Goal> goals, List<String> names) {
    this.builder = work.builder();
    this.training = work.training();
    this.objective = work.objective();
    this.mostParameters = work.mostParameters();
    this.mostMemory = work.mostMemory();
    Job of = trial.job();
    this.job = new int[] {of.index(), of.trial(), of.from(), of.to(), of.rung(), of.bracket()};
    this.seed = trial.seed();
    this.values = new LinkedHashMap<>(trial.values().asMap());
    this.names = new ArrayList<>(names);
    this.goals = new ArrayList<>(goals.stream().map(Goal::name).toList());
    this.maximised = new ArrayList<>(goals.stream().map(Goal::maximised).toList());
    this.pauses = desk.pauses();
    this.bestEpoch = desk.bestEpoch();
    this.start = desk.start(trial);
    this.copyOf = desk.copyOf(trial);
    this.folder = desk.home() == null ? null : desk.home().toAbsolutePath().toString();
  }

  /** Returns the number of the trial. */
  public int trial() {
    return job[1];
  }

  /**
   * Trains in this thread. What goes wrong with the training is part of the result.
   *
   * @param ask sends a message to the study and returns its answer. What it throws, this method
   *     throws
   * @return the result, as bytes for the study
   */
  public byte[] run(UnaryOperator<byte[]> ask) {
    Trial trial =
        new Trial(
            new Job(job[0], job[1], job[2], job[3], job[4], job[5]),
            new Far(Arguments.given("ask", ask)),
            seed);
    try {
      List<Double> found = evaluation().of(trial);
      Model kept = trial.kept();
      byte[] file = kept == null ? null : ModelBytes.of(kept);
      return new TrialReply(null, "", found, trial, file).encoded();
    } catch (Unreachable e) {
      throw e.reason;
    } catch (PrunedException e) {
      return new TrialReply(null, "", List.of(), trial, null).encoded();
    } catch (InterruptedException | RunInterruptedException e) {
      throw new IllegalStateException("trial %d was interrupted".formatted(trial()), e);
    } catch (StudyException e) {
      return failed(TrialReply.Failure.STUDY, e.getMessage(), trial);
    } catch (TrainingDivergedException | OversizedException e) {
      return failed(TrialReply.Failure.EXPECTED, e.getMessage(), trial);
    } catch (Exception | OutOfMemoryError | StackOverflowError | AssertionError e) {
      return failed(TrialReply.Failure.THROWN, e.toString(), trial);
    }
  }

  private static byte[] failed(TrialReply.Failure how, String why, Trial trial) {
    return new TrialReply(how, why, List.of(), trial, null).encoded();
  }

  private Evaluation evaluation() {
    if (objective != null) {
      return trial -> List.of(objective.value(trial));
    }
    List<Goal> all = new ArrayList<>();
    for (int i = 0; i < goals.size(); i++) {
      all.add(new Goal(goals.get(i), maximised.get(i)));
    }
    return new ModelEvaluation(builder, training, mostParameters, mostMemory).of(all);
  }

  /** The study is out of reach, which says nothing of the trial. */
  private static final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RuntimeException reason;

    Unreachable(RuntimeException reason) {
      super(reason);
      this.reason = reason;
    }
  }

  /** Answers what is known of the trial, and asks the study for the rest. */
  private final class Far implements TrialDesk {
    private final UnaryOperator<byte[]> ask;

    Far(UnaryOperator<byte[]> ask) {
      this.ask = ask;
    }

    private boolean told(byte[] message) {
      try {
        return ask.apply(message)[0] != 0;
      } catch (RuntimeException e) {
        throw new Unreachable(e);
      }
    }

    @Override
    public Assignment values(Trial trial) {
      return new Assignment(values);
    }

    @Override
    public Object suggest(Trial trial, Parameter parameter, List<Condition> conditions) {
      for (Condition condition : conditions) {
        if (!values.containsKey(condition.parent())
            || !condition.values().contains(values.get(condition.parent()))) {
          return parameter.defaultValue();
        }
      }
      if (!names.contains(parameter.name())) {
        throw Desk.undeclared(trial, parameter, names);
      }
      return new Assignment(values).get(parameter.name());
    }

    @Override
    public boolean report(Trial trial, int step, double value) {
      return told(TrialReply.report(step, value));
    }

    @Override
    public void attribute(Trial trial, String name, Object value) {
      told(TrialReply.attribute(name, value));
    }

    @Override
    public Goal goal() {
      return new Goal(goals.getFirst(), maximised.getFirst());
    }

    @Override
    public boolean pauses() {
      return pauses;
    }

    @Override
    public boolean bestEpoch() {
      return bestEpoch;
    }

    @Override
    public int start(Trial trial) {
      return start;
    }

    @Override
    public int copyOf(Trial trial) {
      return copyOf;
    }

    @Override
    public Path home() {
      if (folder != null && pauses && !Files.isDirectory(Path.of(folder))) {
        throw new StudyException(
            ("the folder of the study, %s, is not there in the process that trains trial %d; trials "
                    + "that continue need one on storage that all share")
                .formatted(folder, trial()),
            null);
      }
      return folder == null ? null : Path.of(folder);
    }
  }
}
