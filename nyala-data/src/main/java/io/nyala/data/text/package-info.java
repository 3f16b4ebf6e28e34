// SPDX-License-Identifier: Apache-2.0
/** Text into numbers: files, standardising, splitting, vocabularies, sequences, word vectors. */
package io.nyala.data.text;
