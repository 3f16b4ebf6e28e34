// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.actors;

import io.nyala.rl.policies.Annealed;

/** The settings shared by all agents of this package when training begins. */
record OffPolicySettings(
    Annealed rate,
    double gamma,
    int batch,
    int capacity,
    long startAfter,
    int trainEvery,
    int gradientSteps,
    double tau,
    long seed) {}
