// SPDX-License-Identifier: Apache-2.0
/** How long to train which trial: all equally long, or the promising ones longer. */
package io.nyala.tune.schedules;
