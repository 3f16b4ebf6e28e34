// SPDX-License-Identifier: Apache-2.0
/** Benchmarks and the report of {@code nyala bench}. */
package io.nyala.bench;
