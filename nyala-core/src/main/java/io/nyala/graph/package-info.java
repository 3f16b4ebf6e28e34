// SPDX-License-Identifier: Apache-2.0
/** Graphs of operations, and passes over them: one pass, one file. */
package io.nyala.graph;
