// SPDX-License-Identifier: Apache-2.0
/** Names and orders of axes of the networks' weights in other libraries. */
package io.nyala.zoo.names;
