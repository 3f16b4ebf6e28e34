// SPDX-License-Identifier: Apache-2.0
package io.nyala.doctor;

import java.util.Locale;

/**
 * A finding of the doctor.
 *
 * @param disease the problem
 * @param where the layer, the output or the part of the data
 * @param saw the observation, with numbers
 * @param advice the suggested remedy
 */
public record Finding(Disease disease, String where, String saw, String advice) {
  static Finding of(Disease disease, String where, String saw) {
    return new Finding(disease, where, saw, disease.advice());
  }

  @Override
  public String toString() {
    return "%s in %s: %s. Try: %s."
        .formatted(disease.name().replace('_', ' ').toLowerCase(Locale.ROOT), where, saw, advice);
  }
}
