// SPDX-License-Identifier: Apache-2.0
/**
 * Samplers, which select the next point to try: at random, on a grid, or based on earlier trials.
 */
@ApiStatus(Level.PREVIEW)
package io.nyala.tune.samplers;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
