// SPDX-License-Identifier: Apache-2.0
/** What can take part in training: stopping early, keeping the best, lowering the rate, logging. */
package io.nyala.callbacks;
