// SPDX-License-Identifier: Apache-2.0
/** Rules by which gradients change weights, and learning rate schedules. */
package io.nyala.optimizers;
