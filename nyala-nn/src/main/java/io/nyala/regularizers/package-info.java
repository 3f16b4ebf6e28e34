// SPDX-License-Identifier: Apache-2.0
/** Penalties on weights and outputs. */
package io.nyala.regularizers;
