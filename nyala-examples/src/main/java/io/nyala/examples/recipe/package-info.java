// SPDX-License-Identifier: Apache-2.0
/** Recipes: their names, the shared options, and the final report. */
package io.nyala.examples.recipe;
