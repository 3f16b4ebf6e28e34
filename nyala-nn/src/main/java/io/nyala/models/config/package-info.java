// SPDX-License-Identifier: Apache-2.0
/** The layers of models from and to the form in which Keras writes them. */
package io.nyala.models.config;
