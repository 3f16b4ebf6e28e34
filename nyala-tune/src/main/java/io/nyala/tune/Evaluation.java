// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import java.util.List;

/** Runs one training of a trial and returns the values of the objectives, in their order. */
@FunctionalInterface
interface Evaluation {
  List<Double> of(Trial trial) throws Exception;
}
