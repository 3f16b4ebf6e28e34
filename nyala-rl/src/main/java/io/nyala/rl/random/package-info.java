// SPDX-License-Identifier: Apache-2.0
/** Random numbers as NumPy's: a seed gives here what it gives in Python. */
package io.nyala.rl.random;
