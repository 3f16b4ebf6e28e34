// SPDX-License-Identifier: Apache-2.0
/** Text to numbers: files, standardization, splitting, vocabularies, sequences, word vectors. */
@ApiStatus(Level.STABLE)
package io.nyala.data.text;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
