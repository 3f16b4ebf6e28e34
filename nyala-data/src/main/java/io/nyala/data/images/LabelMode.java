// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

/** How the class of an image is told to a network. */
public enum LabelMode {
  /** Its position, int32 {@code (batch,)}: for {@code sparseCategoricalCrossentropy}. */
  INT,
  /** 1 at its position and 0 elsewhere, float32 {@code (batch, classes)}. */
  CATEGORICAL,
  /** 0 or 1, float32 {@code (batch, 1)}, of two classes: for {@code binaryCrossentropy}. */
  BINARY,
  /** Not at all: images alone. */
  NONE
}
