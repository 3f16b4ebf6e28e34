// SPDX-License-Identifier: Apache-2.0
/**
 * Functional models as graphs of layers, the masks that propagate through them, and the summary.
 */
package io.nyala.models.graph;
