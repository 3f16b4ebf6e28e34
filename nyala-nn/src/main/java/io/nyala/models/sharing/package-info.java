// SPDX-License-Identifier: Apache-2.0
/** What processes that train together send each other besides the numbers of a step. */
package io.nyala.models.sharing;
