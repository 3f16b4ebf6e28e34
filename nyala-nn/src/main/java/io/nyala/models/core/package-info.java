// SPDX-License-Identifier: Apache-2.0
/**
 * The state of models: weights and who may change them when, seed, checks of what they are given.
 */
package io.nyala.models.core;
