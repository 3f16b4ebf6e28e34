// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.rl.policies.Annealed;

/** The settings of a {@link Ppo} when its training begins. */
record PpoSettings(
    int rollout,
    int batch,
    int epochs,
    double gamma,
    double lambda,
    Annealed rate,
    Annealed clip,
    double entropy,
    double value,
    boolean normalize) {}
