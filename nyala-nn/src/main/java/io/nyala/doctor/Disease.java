// SPDX-License-Identifier: Apache-2.0
package io.nyala.doctor;

/** The problems that the doctor detects, with the usual remedies. */
public enum Disease {
  /** Loss and last activation do not match. */
  LOSS_AND_ACTIVATION_DO_NOT_FIT(""),
  /** Targets that the last layer cannot produce, or that are invalid for the loss. */
  TARGETS_OUT_OF_RANGE(""),
  /** All targets are equal. */
  CONSTANT_TARGETS("look at how the targets were read and split: there is nothing to learn"),
  /** Inputs far from zero, or with very different scales. */
  UNSCALED_INPUTS(
      "scale them: StandardScaler on the training rows, a Normalization or Rescaling layer, or"
          + " divide pixels by 255"),
  /** Numbers so close to zero that processors handle them slowly. */
  SUBNORMAL_NUMBERS(
      "scale the data (StandardScaler, or another unit), or set to 0 what is below 1e-30; for weights,"
          + " begin with larger ones"),
  /** Inputs that are the same in every row. */
  CONSTANT_FEATURES("leave them out, or look at how they were read"),
  /** Inputs that duplicate another input. */
  DUPLICATED_FEATURES("leave one of each pair out"),
  /** Weights so similar that all units of a layer learn the same. */
  SYMMETRIC_WEIGHTS(
      "use a random initializer for kernels (glorotUniform, the default, or heNormal with ReLU);"
          + " only biases may begin equal"),
  /** Units that output zero for every row and therefore never learn. */
  DEAD_UNITS(
      "try a smaller learning rate, heNormal kernels and zero biases, scaled inputs, or LeakyReLU"
          + " in place of ReLU"),
  /** Sigmoids or tanhs in saturation, where their gradient vanishes. */
  SATURATED_UNITS(
      "scale the inputs, begin with smaller weights (glorotUniform), or use ReLU in hidden layers"),
  /** Gradients that vanish on the way to the first layers. */
  VANISHING_GRADIENTS(
      "use ReLU with heNormal kernels, batch normalisation or skip connections, or fewer layers"),
  /** Gradients that grow excessively. */
  EXPLODING_GRADIENTS(
      "begin with smaller weights, scale inputs and targets, clip gradients (clipNorm(1)), lower"
          + " the learning rate"),
  /** Steps so large that the loss grows or jumps. */
  LEARNING_RATE_TOO_HIGH("lower the learning rate, tenfold at first; clip gradients"),
  /** Steps so small that the weights hardly move. */
  LEARNING_RATE_TOO_LOW("raise the learning rate, tenfold at first"),
  /** Predictions no better than a constant. */
  NO_BETTER_THAN_TRIVIAL(
      "look at the other findings first; then train a few rows alone, which every sound network"
          + " learns by heart, and look at whether inputs and targets still belong together"),
  /** Good results on training data, but worse and worsening on other data (high variance). */
  OVERFITTING(
      "get more data or augment them, add dropout or weight decay (l2), use fewer units, stop early"
          + " (earlyStopping(\"val_loss\"))"),
  /** Poor results even on the training data (high bias). */
  UNDERFITTING("use more units or layers, train longer, regularise less, give better features"),
  /** A validation that is perfect from the start. */
  LEAKAGE_SUSPECTED(
      "look for the target among the inputs, for rows that are in both parts, and for scaling or"
          + " selection that saw the validation rows");

  private final String advice;

  Disease(String advice) {
    this.advice = advice;
  }

  /** Returns the usual cure. */
  String advice() {
    return advice;
  }
}
