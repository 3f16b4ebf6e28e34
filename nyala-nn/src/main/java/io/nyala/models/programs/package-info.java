// SPDX-License-Identifier: Apache-2.0
/**
 * Compiled steps and predictions: graphs of steps, programs, their buffers, updates and measures.
 */
package io.nyala.models.programs;
