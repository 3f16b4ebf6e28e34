// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series.arima;

/**
 * An estimated coefficient.
 *
 * @param name its name, for example {@code ar.L1}
 * @param value its estimate
 * @param standardError its standard error, from the derivatives of the residuals
 */
public record ArimaCoefficient(String name, double value, double standardError) {}
