// SPDX-License-Identifier: Apache-2.0
/** Detection of text encodings; internal. */
package io.nyala.data.encoding;
