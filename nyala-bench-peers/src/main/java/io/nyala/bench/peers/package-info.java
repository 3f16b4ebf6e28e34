// SPDX-License-Identifier: Apache-2.0
/** The peers that {@code nyala bench} compares with, each run in a separate process. */
package io.nyala.bench.peers;
