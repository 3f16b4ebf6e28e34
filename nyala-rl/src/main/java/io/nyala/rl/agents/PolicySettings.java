// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.rl.policies.Annealed;

/**
 * The settings of an {@link OnPolicyAgent} when its training begins.
 *
 * @param batch 0 for the whole rollout
 * @param clip null without a limit for probabilities, as in A2C
 * @param valueClip null without a limit for values
 */
record PolicySettings(
    int rollout,
    int batch,
    int epochs,
    double gamma,
    double lambda,
    Annealed rate,
    Annealed clip,
    Annealed valueClip,
    double entropy,
    double value,
    boolean normalize,
    boolean scalesObservations,
    boolean scalesRewards,
    double logStd) {}
