// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import java.util.Map;

/**
 * Statistics of a column, of its values that are not missing. Statistics that do not exist (of a
 * column without numbers, or the standard deviation of one number) are NaN.
 *
 * @param name the name of the column
 * @param type the type
 * @param count the number of values that are not missing
 * @param missing the number of missing values
 * @param distinct the number of different values
 * @param mean the mean
 * @param std the standard deviation of a sample
 * @param min the smallest number
 * @param lower the quantile 0.25, interpolated
 * @param median the quantile 0.5
 * @param upper the quantile 0.75
 * @param max the largest number
 * @param top up to five of the most frequent texts and how often they occur, most frequent first;
 *     empty for numbers
 */
public record ColumnDescription(
    String name,
    ColumnType type,
    int count,
    int missing,
    int distinct,
    double mean,
    double std,
    double min,
    double lower,
    double median,
    double upper,
    double max,
    Map<String, Integer> top) {}
