// SPDX-License-Identifier: Apache-2.0
/** Measures gathered over batches. */
package io.nyala.metrics;
