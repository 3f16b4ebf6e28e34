// SPDX-License-Identifier: Apache-2.0
/** Event files as TensorBoard reads them: written from training, and read by anyone. */
package io.nyala.io.tensorboard;
