// SPDX-License-Identifier: Apache-2.0
/** Random changes of images in training. */
package io.nyala.layers.augmentation;
