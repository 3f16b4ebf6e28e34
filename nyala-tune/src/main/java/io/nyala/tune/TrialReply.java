// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.io.ModelBytes;
import io.nyala.tune.space.Parameter;
import io.nyala.tune.space.SearchSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a training in another process returns, and the messages that it sends meanwhile: JSON, then
 * the bytes of a model file if there is one. Numbers are texts, which have room for infinity.
 */
final class TrialReply {
  private static final String STEP = "step";
  private static final String VALUE = "value";
  private static final String VALUES = "values";
  private static final String NAME = "name";
  private static final String VIOLATION = "violation";
  private static final String FAILURE = "failure";
  private static final String REASON = "reason";

  private final Map<String, Object> json = new LinkedHashMap<>();
  private final byte[] model;

  /** How a training has failed. */
  enum Failure {
    /** It ends the search. */
    STUDY,
    /** Other values may do better. */
    EXPECTED,
    /** It may be the program's fault. */
    THROWN
  }

  /** Has the text of an exception that was thrown elsewhere. */
  private static final class ThrownElsewhere extends Exception {
    private static final long serialVersionUID = 1L;

    ThrownElsewhere(String text) {
      super(text);
    }

    @Override
    public String toString() {
      return getMessage();
    }
  }

  TrialReply(Failure failure, String reason, List<Double> values, Trial trial, byte[] model) {
    if (failure != null) {
      json.put(FAILURE, failure.name());
      json.put(REASON, String.valueOf(reason));
    }
    json.put(VALUES, values.stream().map(String::valueOf).toList());
    json.put(VIOLATION, String.valueOf(trial.violation()));
    this.model = model;
  }

  byte[] encoded() {
    byte[] text = bytes(json);
    ByteBuffer all =
        ByteBuffer.allocate(Integer.BYTES + text.length + (model == null ? 0 : model.length));
    all.putInt(text.length).put(text);
    if (model != null) {
      all.put(model);
    }
    return all.array();
  }

  static byte[] report(int step, double value) {
    return bytes(Map.of(STEP, step, VALUE, String.valueOf(value)));
  }

  static byte[] attribute(String name, Object value) {
    return bytes(Map.of(NAME, name, VALUE, value));
  }

  private static byte[] bytes(Map<String, Object> json) {
    try {
      return JSON.std.asString(json).getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("unexpected: it is written to memory", e);
    }
  }

  private static Map<String, Object> json(byte[] bytes, int from, int length) throws IOException {
    return JSON.std.mapFrom(new String(bytes, from, length, StandardCharsets.UTF_8));
  }

  // In the process of the study

  /** Returns what trains in another process. */
  static Evaluation elsewhere(
      TrialRunner runner, TrialOrder.Work work, List<Goal> goals, SearchSpace space) {
    if (space == null) {
      throw new IllegalArgumentException(
          "study: trials in other processes need a space that is known; use run(space, objective)");
    }
    List<String> names = space.parameters().stream().map(Parameter::name).toList();
    return trial -> {
      TrialOrder order = new TrialOrder(work, trial, trial.desk(), goals, names);
      UnaryOperator<byte[]> answers = message -> answer(trial, message);
      return take(runner.run(order, answers), trial);
    };
  }

  private static byte[] answer(Trial trial, byte[] message) {
    try {
      Map<String, Object> told = json(message, 0, message.length);
      if (told.get(STEP) instanceof Number step) {
        double value = Double.parseDouble(String.valueOf(told.get(VALUE)));
        return new byte[] {(byte) (trial.report(step.intValue(), value) ? 1 : 0)};
      }
      trial.attribute(String.valueOf(told.get(NAME)), told.get(VALUE));
      return new byte[] {0};
    } catch (IOException e) {
      throw new UncheckedIOException("a trial sent something else than a report", e);
    }
  }

  /** Does with the trial here what was done with it there, and returns its values. */
  private static List<Double> take(byte[] bytes, Trial trial) throws Exception {
    int length = ByteBuffer.wrap(bytes).getInt();
    int end = Integer.BYTES + length;
    Map<String, Object> json = json(bytes, Integer.BYTES, length);
    trial.constraint(Double.parseDouble(String.valueOf(json.get(VIOLATION))));
    if (json.get(FAILURE) instanceof String failure) {
      String reason = String.valueOf(json.get(REASON));
      switch (Failure.valueOf(failure)) {
        case STUDY -> throw new StudyException(reason, null);
        case EXPECTED -> throw OversizedException.of(reason);
        case THROWN -> throw new ThrownElsewhere(reason);
      }
    }
    if (end < bytes.length) {
      byte[] model = Arrays.copyOfRange(bytes, end, bytes.length);
      trial.keep(ModelBytes.load(model, "the model of trial " + trial.number()));
    }
    List<Double> values = new ArrayList<>();
    for (Object value : (List<?>) json.get(VALUES)) {
      values.add(Double.valueOf(String.valueOf(value)));
    }
    return values;
  }
}
