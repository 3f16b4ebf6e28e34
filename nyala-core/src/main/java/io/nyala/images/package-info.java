// SPDX-License-Identifier: Apache-2.0
/** Choices in the processing of images that layers and readers of files share. */
package io.nyala.images;
