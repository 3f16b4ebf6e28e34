// SPDX-License-Identifier: Apache-2.0
/** Projections of weights after each update. */
package io.nyala.constraints;
