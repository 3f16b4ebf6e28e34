// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

/** Ends a trial whose model is larger than the study allows; no fault of the program. */
final class OversizedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OversizedException(long parameters, long most) {
    super(
        "the model has %,d weights, the study allows %,d".formatted(parameters, most),
        null,
        false,
        false);
  }
}
