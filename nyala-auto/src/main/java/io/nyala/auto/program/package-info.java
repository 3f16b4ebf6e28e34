// SPDX-License-Identifier: Apache-2.0
/** The Java program that does the same as a training. */
package io.nyala.auto.program;
