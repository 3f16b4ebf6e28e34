// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.program;

import io.nyala.auto.network.NetworkSettings;
import io.nyala.auto.network.Piece;
import io.nyala.auto.network.Training;
import io.nyala.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The statements that build and train a network, as {@link Training} does. */
final class NetworkCode {
  private NetworkCode() {}

  /** Adds the statements; {@code trainX}, {@code trainY}, {@code valX}, {@code valY} are known. */
  static void into(SourceText source, Training training, NetworkSettings s) {
    List<String> layers = training.pieces(s).stream().map(Piece::code).toList();
    String shape =
        Arrays.stream(training.architecture().input().dims())
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(", "));
    DType dtype = training.architecture().dtype();
    shape = dtype == DType.FLOAT32 ? shape : "DType." + dtype.name() + ", " + shape;
    source.add("Model network =", "    Sequential.of(", "        input(" + shape + "),");
    for (int i = 0; i < layers.size(); i++) {
      source.add("        " + layers.get(i) + (i < layers.size() - 1 ? "," : ");"));
    }
    source.add("network.seed(%s);".formatted(number(s.seed())));
    source.add(
        "network.compile(",
        "    adamW(%s).weightDecay(%s), %s%s);"
            .formatted(
                s.rate(),
                s.decay(),
                training.head().lossCode(),
                training.head().task().classifies() ? ", accuracy()" : ""));
    source.add(
        "network.fit(",
        "    trainX,",
        "    trainY,",
        "    fit()",
        "        .epochs(%d)".formatted(s.epochs()),
        "        .batchSize(%d)".formatted(s.batch()),
        "        .validation(valX, valY)",
        "        .callbacks(",
        "            new EarlyStopping(\"val_loss\").patience(%d).restoreBestWeights()));"
            .formatted(s.patience()));
    source.add("System.out.println(\"validation: \" + network.evaluate(valX, valY));");
  }

  static String number(long value) {
    return value == (int) value ? String.valueOf(value) : value + "L";
  }
}
