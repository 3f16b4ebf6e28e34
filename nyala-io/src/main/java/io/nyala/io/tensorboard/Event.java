// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import java.util.List;

/**
 * An entry of an event file.
 *
 * @param wallTime seconds since 1970
 * @param step the step or epoch of the values
 * @param fileVersion the version of the file in its first event, otherwise empty
 * @param graphDef a graph as a TensorFlow GraphDef, or null
 * @param values the values, empty in most other events
 */
public record Event(
    double wallTime, long step, String fileVersion, byte[] graphDef, List<Summary> values) {}
