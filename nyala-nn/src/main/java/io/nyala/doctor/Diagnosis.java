// SPDX-License-Identifier: Apache-2.0
package io.nyala.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All findings of a check, empty if no problem was found.
 *
 * @param findings the findings, causes before consequences
 */
public record Diagnosis(List<Finding> findings) {
  /** Creates a diagnosis. */
  public Diagnosis {
    findings = List.copyOf(findings);
  }

  /** Returns whether nothing was found. */
  public boolean isHealthy() {
    return findings.isEmpty();
  }

  /** Returns whether a disease is among the findings. */
  public boolean has(Disease disease) {
    return findings.stream().anyMatch(f -> f.disease() == disease);
  }

  /** Returns the findings without those of an intended disease. */
  public Diagnosis without(Disease disease) {
    return new Diagnosis(findings.stream().filter(f -> f.disease() != disease).toList());
  }

  /**
   * Returns the findings without those of a disease that is intended in one place.
   *
   * @param where the place as in {@link Finding#where}. For a layer this is its {@code toString()}
   */
  public Diagnosis without(Disease disease, String where) {
    return new Diagnosis(
        findings.stream().filter(f -> f.disease() != disease || !f.where().equals(where)).toList());
  }

  /** Returns these findings and the additional ones of another check. */
  public Diagnosis and(Diagnosis other) {
    List<Finding> all = new ArrayList<>(findings);
    for (Finding f : other.findings) {
      boolean known =
          findings.stream()
              .anyMatch(g -> g.disease() == f.disease() && g.where().equals(f.where()));
      if (!known) {
        all.add(f);
      }
    }
    return new Diagnosis(all);
  }

  @Override
  public String toString() {
    return isHealthy()
        ? "The doctor found nothing."
        : findings.stream().map(f -> "- " + f).collect(Collectors.joining("\n"));
  }
}
