// SPDX-License-Identifier: Apache-2.0
/** Text into numbers: files, standardizing, splitting, vocabularies, sequences, word vectors. */
@ApiStatus(Level.STABLE)
package io.nyala.data.text;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
