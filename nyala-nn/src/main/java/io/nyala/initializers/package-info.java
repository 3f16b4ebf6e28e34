// SPDX-License-Identifier: Apache-2.0
/** First contents of weights. */
package io.nyala.initializers;
