// SPDX-License-Identifier: Apache-2.0
/** Weights in files, and their fingerprint. */
package io.nyala.saving;
