// SPDX-License-Identifier: Apache-2.0
package io.nyala.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All findings of a check; none when all is well.
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

  /** Returns the findings but those of a disease that is meant. */
  public Diagnosis without(Disease disease) {
    return new Diagnosis(findings.stream().filter(f -> f.disease() != disease).toList());
  }

  /**
   * Returns the findings but those of a disease that is meant in one place.
   *
   * @param where as {@link Finding#where} says it, a layer by its {@code toString()}
   */
  public Diagnosis without(Disease disease, String where) {
    return new Diagnosis(
        findings.stream().filter(f -> f.disease() != disease || !f.where().equals(where)).toList());
  }

  /** Returns these findings and those of another check that are not among them. */
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
