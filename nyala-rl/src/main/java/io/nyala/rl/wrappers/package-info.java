// SPDX-License-Identifier: Apache-2.0
/** Environments around environments: limits, statistics, stacks of observations, scales. */
package io.nyala.rl.wrappers;
