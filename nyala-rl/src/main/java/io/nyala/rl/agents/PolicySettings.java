// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.rl.policies.Annealed;

/**
 * The settings of an {@link OnPolicyAgent} when its training begins.
 *
 * @param batch the batch size, 0 for the whole rollout
 * @param clip the clipping range of the probability ratio, null for none, as in A2C
 * @param valueClip the clipping range of values, null for none
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
