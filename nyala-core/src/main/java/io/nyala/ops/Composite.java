// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import java.util.List;

/**
 * An operation defined in terms of other operations. Users may implement it; it is differentiated
 * and compiled through its decomposition.
 */
public non-sealed interface Composite extends Op {
  /** Returns the results as functions of the inputs. */
  List<Value> decompose(List<Value> inputs);
}
