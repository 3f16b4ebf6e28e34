// SPDX-License-Identifier: Apache-2.0
/**
 * The numbers behind the samplers: special functions, quasi-random points, Parzen estimators,
 * Gaussian processes, evolution strategies and the statistics of studies. All in double precision,
 * on the unit cube; what a coordinate means is not known here.
 */
package io.nyala.tune.math;
