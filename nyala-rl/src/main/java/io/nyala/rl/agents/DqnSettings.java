// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.rl.policies.Annealed;
import io.nyala.rl.policies.Policy;
import io.nyala.rl.replay.Frames;

/** The settings of a {@link Dqn} when its training begins. */
record DqnSettings(
    double gamma,
    int batch,
    int capacity,
    Frames frames,
    long startAfter,
    int trainEvery,
    int gradientSteps,
    long targetEvery,
    double tau,
    boolean doubleQ,
    int steps,
    double alpha,
    Annealed beta,
    QHead head,
    boolean noisy,
    Policy policy) {}
