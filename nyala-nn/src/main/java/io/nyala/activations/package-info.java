// SPDX-License-Identifier: Apache-2.0
/** Functions between layers: by constant, by name, or your own. */
package io.nyala.activations;
