// SPDX-License-Identifier: Apache-2.0
/** Generated data of the form of well-known sets, for trying things out without any download. */
package io.nyala.data.samples;
