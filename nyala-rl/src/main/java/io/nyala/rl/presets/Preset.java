// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.presets;

/**
 * An agent with settings for an environment.
 *
 * @param agent the agent, not trained; its settings can still be changed
 * @param envs the number of parallel environments for which the settings were chosen
 * @param steps the number of steps over all environments
 * @param <A> the agent
 */
public record Preset<A>(A agent, int envs, long steps) {}
