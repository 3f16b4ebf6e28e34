// SPDX-License-Identifier: Apache-2.0
/** Feeds data into training and evaluation step by step, and identifies training runs. */
package io.nyala.models.feeding;
