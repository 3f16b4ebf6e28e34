// SPDX-License-Identifier: Apache-2.0
package io.nyala.features.layers;

import java.util.Locale;

/** How {@link TextVectorizationLayer} splits a text into tokens. */
public enum TextSplit {
  /** At runs of white space. */
  WHITESPACE,
  /** Into characters (code points). */
  CHARACTER,
  /** Not at all: each input {@code (batch, n)} is a token already. */
  NONE;

  /** Returns Keras's name, or null. */
  String keras() {
    return this == NONE ? null : name().toLowerCase(Locale.ROOT);
  }
}
