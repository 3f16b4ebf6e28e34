// SPDX-License-Identifier: Apache-2.0
/** Images as tensors. */
package io.nyala.data.images;
