// SPDX-License-Identifier: Apache-2.0
package io.nyala.doctor;

/** The problems that the doctor detects, with the usual remedies. */
public enum Disease {
  /** Loss and last activation do not match. */
  LOSS_AND_ACTIVATION_DO_NOT_FIT(""),
  /** Targets that the last layer cannot produce, or that are invalid for the loss. */
  TARGETS_OUT_OF_RANGE(""),
  /** All targets are equal. */
  CONSTANT_TARGETS("check how the targets were read and split: there is nothing to learn"),
  /** Inputs far from zero, or with very different scales. */
  UNSCALED_INPUTS(
      "scale them: StandardScaler on the training rows, a Normalization or Rescaling layer, or"
          + " divide pixels by 255"),
  /** Numbers so close to zero that processors handle them slowly. */
  SUBNORMAL_NUMBERS(
      "scale the data (StandardScaler, or another unit), or set values below 1e-30 to 0; for "
          + "weights, start with larger ones"),
  /** Inputs that are the same in every row. */
  CONSTANT_FEATURES("remove them, or check how they were read"),
  /** Inputs that duplicate another input. */
  DUPLICATED_FEATURES("remove one of each pair"),
  /** Weights so similar that all units of a layer learn the same. */
  SYMMETRIC_WEIGHTS(
      "use a random initializer for kernels (glorotUniform, the default, or heNormal with ReLU);"
          + " only biases may start equal"),
  /** Units that output zero for every row and therefore never learn. */
  DEAD_UNITS(
      "try a smaller learning rate, heNormal kernels and zero biases, scaled inputs, or LeakyReLU "
          + "instead of ReLU"),
  /** Sigmoids or tanhs in saturation, where their gradient vanishes. */
  SATURATED_UNITS(
      "scale the inputs, start with smaller weights (glorotUniform), or use ReLU in hidden layers"),
  /** Gradients that vanish on the way to the first layers. */
  VANISHING_GRADIENTS(
      "use ReLU with heNormal kernels, batch normalisation or skip connections, or fewer layers"),
  /** Gradients that grow excessively. */
  EXPLODING_GRADIENTS(
      "start with smaller weights, scale inputs and targets, clip gradients (clipNorm(1)), lower"
          + " the learning rate"),
  /** Steps so large that the loss grows or jumps. */
  LEARNING_RATE_TOO_HIGH("lower the learning rate, first by a factor of 10; clip gradients"),
  /** Steps so small that the weights hardly move. */
  LEARNING_RATE_TOO_LOW("raise the learning rate, first by a factor of 10"),
  /** Predictions no better than a constant. */
  NO_BETTER_THAN_TRIVIAL(
      "check the other findings first; then train on a few rows only, which a working network can "
          + "memorize, and check whether inputs and targets still match"),
  /** Good results on training data, but worse and worsening on other data (high variance). */
  OVERFITTING(
      "get more data or augment them, add dropout or weight decay (l2), use fewer units, stop early"
          + " (earlyStopping(\"val_loss\"))"),
  /** Poor results even on the training data (high bias). */
  UNDERFITTING("use more units or layers, train longer, regularise less, use better features"),
  /** A validation that is perfect from the start. */
  LEAKAGE_SUSPECTED(
      "check whether the inputs contain the target, rows are in both parts, or scaling or "
          + "selection used the validation rows");

  private final String advice;

  Disease(String advice) {
    this.advice = advice;
  }

  /** Returns the usual cure. */
  String advice() {
    return advice;
  }
}
