// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import java.util.Map;

/** The messages of TensorBoard's plugin for hyperparameters. */
final class HParams {
  static final String PLUGIN = "hparams";
  static final String START_TAG = "_hparams_/session_start_info";
  static final String END_TAG = "_hparams_/session_end_info";

  private static final int SUCCESS = 1;
  private static final int FAILURE = 2;

  private HParams() {}

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

  /** A value of protobuf's own type for anything of JSON. */
  private static ProtoWriter value(String name, Object value) {
    return switch (value) {
      case Number n -> new ProtoWriter().doubles(2, n.doubleValue());
      case Boolean b -> new ProtoWriter().varint(4, b ? 1 : 0);
      case String s -> new ProtoWriter().string(3, s);
      case null, default ->
          throw new IllegalArgumentException(
              "hyperparameter \"%s\": expected a number, a truth value or text, got %s"
                  .formatted(name, value));
    };
  }
}
