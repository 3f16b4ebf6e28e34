// SPDX-License-Identifier: Apache-2.0
/** What a file may take at most, and how packed bytes are read within that. */
package io.nyala.limits;
