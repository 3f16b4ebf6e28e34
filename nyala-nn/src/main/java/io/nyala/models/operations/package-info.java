// SPDX-License-Identifier: Apache-2.0
/** Keras's operations between layers: names and arguments in its files, and what they compute. */
package io.nyala.models.operations;
