// SPDX-License-Identifier: Apache-2.0
/** The recipes, one class each, from data to metrics. */
package io.nyala.examples;
