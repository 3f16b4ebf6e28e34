// SPDX-License-Identifier: Apache-2.0
package io.nyala.constraints;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;

/** Sets negative weights to zero. */
public record NonNeg() implements Constraint {
  @Override
  public Value project(Value weight) {
    return Ops.maximum(weight, 0);
  }
}
