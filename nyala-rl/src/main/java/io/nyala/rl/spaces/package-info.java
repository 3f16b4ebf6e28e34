// SPDX-License-Identifier: Apache-2.0
/** What observations and actions can be. */
package io.nyala.rl.spaces;
