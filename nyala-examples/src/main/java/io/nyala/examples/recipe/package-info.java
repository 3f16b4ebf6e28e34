// SPDX-License-Identifier: Apache-2.0
/** What a recipe is: its name, the options all recipes share, and the report it ends with. */
package io.nyala.examples.recipe;
