// SPDX-License-Identifier: Apache-2.0
package io.nyala.doctor;

/** What may be wrong, and what is usually done about it. */
public enum Disease {
  /** Loss and last activation do not belong together. */
  LOSS_AND_ACTIVATION_DO_NOT_FIT(""),
  /** Targets that the last layer cannot give, or that mean nothing to the loss. */
  TARGETS_OUT_OF_RANGE(""),
  /** All targets are equal. */
  CONSTANT_TARGETS("look at how the targets were read and split: there is nothing to learn"),
  /** Inputs far from zero, or of very different sizes. */
  UNSCALED_INPUTS(
      "scale them: StandardScaler on the training rows, a Normalization or Rescaling layer, or"
          + " divide pixels by 255"),
  /** Numbers so close to zero that processors are slow with them. */
  SUBNORMAL_NUMBERS(
      "scale the data (StandardScaler, or another unit), or set to 0 what is below 1e-30; for weights,"
          + " begin with larger ones"),
  /** Inputs that are the same in every row. */
  CONSTANT_FEATURES("leave them out, or look at how they were read"),
  /** Inputs that another one repeats. */
  DUPLICATED_FEATURES("leave one of each pair out"),
  /** Weights so equal that all units of a layer learn the same. */
  SYMMETRIC_WEIGHTS(
      "use a random initializer for kernels (glorotUniform, the default, or heNormal with ReLU);"
          + " only biases may begin equal"),
  /** Units that give zero for every row and so never learn. */
  DEAD_UNITS(
      "try a smaller learning rate, heNormal kernels and zero biases, scaled inputs, or LeakyReLU"
          + " in place of ReLU"),
  /** Sigmoids or tanhs at their ends, where they have no slope. */
  SATURATED_UNITS(
      "scale the inputs, begin with smaller weights (glorotUniform), or use ReLU in hidden layers"),
  /** Gradients that shrink to nothing on their way to the first layers. */
  VANISHING_GRADIENTS(
      "use ReLU with heNormal kernels, batch normalisation or skip connections, or fewer layers"),
  /** Gradients that grow out of proportion. */
  EXPLODING_GRADIENTS(
      "begin with smaller weights, scale inputs and targets, clip gradients (clipNorm(1)), lower"
          + " the learning rate"),
  /** Steps so large that the loss grows or jumps. */
  LEARNING_RATE_TOO_HIGH("lower the learning rate, tenfold at first; clip gradients"),
  /** Steps so small that the weights hardly move. */
  LEARNING_RATE_TOO_LOW("raise the learning rate, tenfold at first"),
  /** No better than always giving the same answer. */
  NO_BETTER_THAN_TRIVIAL(
      "look at the other findings first; then train a few rows alone, which every sound network"
          + " learns by heart, and look at whether inputs and targets still belong together"),
  /** Good on training rows, worse and worsening on others (high variance). */
  OVERFITTING(
      "get more data or augment them, add dropout or weight decay (l2), use fewer units, stop early"
          + " (earlyStopping(\"val_loss\"))"),
  /** Poor on the training rows too (high bias). */
  UNDERFITTING("use more units or layers, train longer, regularise less, give better features"),
  /** A validation that is perfect at once. */
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
