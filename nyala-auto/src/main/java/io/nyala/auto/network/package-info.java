// SPDX-License-Identifier: Apache-2.0
/** Networks, their training, and the search for a good one. */
package io.nyala.auto.network;
