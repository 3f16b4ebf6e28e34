// SPDX-License-Identifier: Apache-2.0
/** The recipes in which agents learn. */
package io.nyala.examples.agents;
