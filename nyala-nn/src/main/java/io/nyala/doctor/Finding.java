// SPDX-License-Identifier: Apache-2.0
package io.nyala.doctor;

import java.util.Locale;

/**
 * Something that the doctor found.
 *
 * @param disease what is wrong
 * @param where the layer, the output or the part of the data
 * @param saw what was seen, with numbers
 * @param advice what to try
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
