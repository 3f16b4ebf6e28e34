// SPDX-License-Identifier: Apache-2.0
package io.nyala.doctor;

import io.nyala.doctor.Examination.Head;
import java.util.List;

/** Checks whether loss, last activation and targets match. */
final class HeadChecks {
  private HeadChecks() {}

  static void check(List<Head> heads, List<Finding> found) {
    for (Head head : heads) {
      String where = "output " + head.name();
      String misfit = misfit(head);
      if (misfit != null) {
        found.add(
            new Finding(
                Disease.LOSS_AND_ACTIVATION_DO_NOT_FIT,
                where,
                "%s with a last activation \"%s\"".formatted(head.loss(), head.activation()),
                misfit));
      }
      if (head.refusal() != null) {
        found.add(
            new Finding(
                Disease.TARGETS_OUT_OF_RANGE,
                where,
                head.refusal(),
                "number the classes from 0 with one unit for each, or use another loss"));
      } else if (misfit == null) {
        range(head, where, found);
      }
    }
  }

  private static String misfit(Head head) {
    boolean logits = Boolean.TRUE.equals(head.loss().config().get("from_logits"));
    String activation = head.activation();
    boolean probabilities = activation.equals("softmax") || activation.equals("sigmoid");
    if (activation.equals("softmax") && head.units() == 1) {
      return "a softmax over one unit is always 1: use sigmoid, or one unit for each class";
    }
    String loss = head.loss().className();
    if (loss.startsWith("Binary") || loss.contains("Categorical")) {
      if (loss.equals("CategoricalHinge")) {
        return null;
      }
      if (logits) {
        return probabilities
            ? "the loss expects logits: remove the activation or fromLogits"
            : null;
      }
      String needed = loss.startsWith("Binary") ? "sigmoid" : "softmax";
      boolean twoWays = loss.startsWith("Binary") && activation.equals("softmax");
      return activation.equals(needed) || twoWays || isOwn(activation)
          ? null
          : "use %s in the last layer, or no activation and fromLogits(true)".formatted(needed);
    }
    return null;
  }

  /** Returns whether an activation is not a built-in one. Others may produce probabilities. */
  private static boolean isOwn(String activation) {
    return !List.of("linear", "relu", "tanh", "sigmoid", "softmax", "leaky_relu", "elu", "selu")
        .contains(activation);
  }

  /** Finds regression targets outside the range of the last activation. */
  private static void range(Head head, String where, List<Finding> found) {
    if (!head.loss().className().startsWith("Mean") && !head.loss().className().equals("Huber")) {
      return;
    }
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (float v : head.targets().toFloats()) {
      min = Math.min(min, v);
      max = Math.max(max, v);
    }
    boolean reachable =
        switch (head.activation()) {
          case "relu" -> min >= 0;
          case "sigmoid", "softmax" -> min >= 0 && max <= 1;
          case "tanh" -> min >= -1 && max <= 1;
          default -> true;
        };
    if (!reachable) {
      found.add(
          new Finding(
              Disease.TARGETS_OUT_OF_RANGE,
              where,
              "targets from %s to %s, which a last activation \"%s\" cannot reach"
                  .formatted((float) min, (float) max, head.activation()),
              "use no activation in the last layer, or scale the targets"));
    }
  }
}
