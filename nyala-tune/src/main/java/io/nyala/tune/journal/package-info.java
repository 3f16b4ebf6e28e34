// SPDX-License-Identifier: Apache-2.0
/**
 * The file of a study: lines of JSON in the form of Optuna's JournalFile, appended and replayed.
 */
package io.nyala.tune.journal;
