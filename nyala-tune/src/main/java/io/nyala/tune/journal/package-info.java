// SPDX-License-Identifier: Apache-2.0
/**
 * The journal of a study: lines of JSON in the format of Optuna's JournalFile, which are appended
 * and replayed.
 */
package io.nyala.tune.journal;
