// SPDX-License-Identifier: Apache-2.0
/** What an environment is, shaped as in Gymnasium 1.x. */
package io.nyala.rl.env;
