// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.outcome;

import io.nyala.auto.data.Material;
import io.nyala.auto.data.Scores;
import io.nyala.auto.facts.AutoDecision;
import io.nyala.auto.facts.AutoScore;
import io.nyala.auto.facts.AutoTrial;
import io.nyala.auto.network.Trained;
import io.nyala.auto.network.Training;
import io.nyala.doctor.Diagnosis;
import io.nyala.models.Model;
import java.util.List;
import java.util.Map;

/**
 * Everything that a training has brought.
 *
 * @param source where the rows come from
 * @param material the rows
 * @param training how networks were trained
 * @param served the network in the model
 * @param model the model, which takes raw rows
 * @param validation its predictions of the validation rows
 * @param test its predictions of the test rows
 * @param scores network, linear model and trivial prediction
 * @param decisions what was decided
 * @param trials the networks that were tried
 * @param bestTrial the number of the best one
 * @param repeatable whether the same number of trials gives the same bits
 * @param verdict whether the network is worth more than a linear model
 * @param diagnosis what the doctor found
 * @param importance what mattered
 * @param program the program that does the same
 * @param seconds how long all took
 */
public record Outcome(
    String source,
    Material material,
    Training training,
    Trained served,
    Model model,
    Scores validation,
    Scores test,
    List<AutoScore> scores,
    List<AutoDecision> decisions,
    List<AutoTrial> trials,
    int bestTrial,
    boolean repeatable,
    Verdict verdict,
    Diagnosis diagnosis,
    Map<String, Double> importance,
    String program,
    double seconds) {}
