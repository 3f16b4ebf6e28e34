// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

/**
 * Whose names the weights in a file have. Libraries compute the same network with small differences
 * (padding, places of strides, epsilons), so a network is built as its weights expect it.
 */
public enum Naming {
  /** Those of Keras, which the networks themselves have. */
  KERAS,

  /** Those of torchvision, the library of PyTorch. */
  TORCHVISION,

  /** Those of timm, as on Hugging Face, for networks that were trained in PyTorch. */
  TIMM,

  /**
   * Those of timm for networks whose weights were trained in TensorFlow; their names there begin
   * with {@code tf_}. They have the same names as {@link #TIMM} but the padding of TensorFlow.
   */
  TIMM_TENSORFLOW
}
