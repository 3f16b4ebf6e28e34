// SPDX-License-Identifier: Apache-2.0
/** The state of a training on disk, from which it goes on as if it had never been interrupted. */
package io.nyala.io.checkpoint;
