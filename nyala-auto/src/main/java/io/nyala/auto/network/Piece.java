// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.network;

import io.nyala.layers.base.Layer;
import java.util.function.Supplier;

/**
 * A layer, with the Java code that makes it: what is trained and what the written program says are
 * made in one place.
 *
 * @param code the code, such as {@code dense(32).activation(RELU)}
 * @param layer makes the layer
 */
public record Piece(String code, Supplier<? extends Layer> layer) {}
