// SPDX-License-Identifier: Apache-2.0
/** What losses and explanations know about outputs. Not part of the public API. */
package io.nyala.losses.support;
