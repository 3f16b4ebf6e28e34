// SPDX-License-Identifier: Apache-2.0
/** Reads and writes the layers of models in the format of Keras. */
package io.nyala.models.config;
