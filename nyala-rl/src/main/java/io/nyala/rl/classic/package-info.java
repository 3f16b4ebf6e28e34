// SPDX-License-Identifier: Apache-2.0
/** The classic control tasks of Gymnasium, with its physics in double precision. */
package io.nyala.rl.classic;
