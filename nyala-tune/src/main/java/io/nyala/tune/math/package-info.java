// SPDX-License-Identifier: Apache-2.0
/**
 * The numerical methods of the samplers: special functions, quasi-random points, Parzen estimators,
 * Gaussian processes, evolution strategies and the statistics of studies. Everything is in double
 * precision on the unit cube, independent of the meaning of coordinates.
 */
package io.nyala.tune.math;
