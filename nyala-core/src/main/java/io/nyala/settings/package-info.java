// SPDX-License-Identifier: Apache-2.0
/** Objects as Keras writes them in its files: a class name and named settings. */
package io.nyala.settings;
