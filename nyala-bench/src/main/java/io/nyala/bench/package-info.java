// SPDX-License-Identifier: Apache-2.0
/** What a benchmark is, and the report that {@code nyala bench} ends with. */
package io.nyala.bench;
