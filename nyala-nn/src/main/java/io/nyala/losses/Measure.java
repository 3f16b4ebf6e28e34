// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

/**
 * Anything that can be passed as a metric: a metric, or a {@link Loss}, whose mean is then logged
 * under its name.
 */
public interface Measure {
  /** Returns the name in the logs. */
  String name();
}
