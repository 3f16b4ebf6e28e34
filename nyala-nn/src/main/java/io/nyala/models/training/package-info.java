// SPDX-License-Identifier: Apache-2.0
/** What a training is given and tells: own losses, checkpoints and the progress in them, memory. */
package io.nyala.models.training;
