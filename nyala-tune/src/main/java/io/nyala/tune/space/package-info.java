// SPDX-License-Identifier: Apache-2.0
/** What is searched: hyperparameters, their ranges and scales, and when they apply. */
package io.nyala.tune.space;
