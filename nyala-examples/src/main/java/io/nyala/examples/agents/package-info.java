// SPDX-License-Identifier: Apache-2.0
/** The recipes for agents. */
package io.nyala.examples.agents;
