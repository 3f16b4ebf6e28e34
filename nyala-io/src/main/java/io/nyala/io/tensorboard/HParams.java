// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import java.util.List;
import java.util.Map;

/** The messages of TensorBoard's plugin for hyperparameters. */
final class HParams {
  static final String PLUGIN = "hparams";
  static final String EXPERIMENT_TAG = "_hparams_/experiment";
  static final String START_TAG = "_hparams_/session_start_info";
  static final String END_TAG = "_hparams_/session_end_info";

  private static final int SUCCESS = 1;
  private static final int FAILURE = 2;

  private HParams() {}

  /** Returns the experiment: its hyperparameters and metrics. */
  static byte[] experiment(List<HParam> hparams, List<String> metrics, double seconds) {
    ProtoWriter experiment = new ProtoWriter().doubles(3, seconds);
    hparams.forEach(hparam -> experiment.message(4, info(hparam)));
    metrics.forEach(
        tag ->
            experiment.message(5, new ProtoWriter().message(1, new ProtoWriter().string(2, tag))));
    return new ProtoWriter().message(2, experiment).toBytes();
  }

  private static ProtoWriter info(HParam hparam) {
    ProtoWriter info =
        new ProtoWriter().string(1, hparam.name()).varint(4, hparam.kind().ordinal() + 1L);
    if (!hparam.choices().isEmpty()) {
      ProtoWriter list = new ProtoWriter();
      hparam.choices().forEach(choice -> list.message(1, value(hparam.name(), choice)));
      info.message(5, list);
    } else if (hparam.range() != null) {
      ProtoWriter interval =
          new ProtoWriter().doubles(1, hparam.range().min()).doubles(2, hparam.range().max());
      info.message(6, interval);
    }
    return info;
  }

  static byte[] start(Map<String, ?> values, double seconds) {
    ProtoWriter info = new ProtoWriter();
    values.forEach(
        (name, value) ->
            info.message(1, new ProtoWriter().string(1, name).message(2, value(name, value))));
    info.doubles(5, seconds);
    return new ProtoWriter().message(3, info).toBytes();
  }

  static byte[] end(boolean success, double seconds) {
    ProtoWriter info = new ProtoWriter().varint(1, success ? SUCCESS : FAILURE).doubles(2, seconds);
    return new ProtoWriter().message(4, info).toBytes();
  }

  /** Returns a {@code Value} message of protobuf, which represents a JSON value. */
  private static ProtoWriter value(String name, Object value) {
    return switch (value) {
      case Number n -> new ProtoWriter().doubles(2, n.doubleValue());
      case Boolean b -> new ProtoWriter().varint(4, b ? 1 : 0);
      case String s -> new ProtoWriter().string(3, s);
      case null, default ->
          throw new IllegalArgumentException(
              "hyperparameter \"%s\": expected a number, a boolean or a string, got %s"
                  .formatted(name, value));
    };
  }
}
