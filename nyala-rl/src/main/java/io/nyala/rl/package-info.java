// SPDX-License-Identifier: Apache-2.0
/** Environments by name, and a check of your own. */
package io.nyala.rl;
