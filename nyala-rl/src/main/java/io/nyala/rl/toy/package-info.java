// SPDX-License-Identifier: Apache-2.0
/** The toy tasks of Gymnasium, whose states and actions are whole numbers. */
package io.nyala.rl.toy;
