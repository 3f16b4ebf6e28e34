// SPDX-License-Identifier: Apache-2.0
/** Compiled steps and predictions: step graphs, programs, buffers, updates and measurements. */
package io.nyala.models.programs;
