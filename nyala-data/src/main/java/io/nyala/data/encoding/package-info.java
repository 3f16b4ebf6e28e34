// SPDX-License-Identifier: Apache-2.0
/** Which encoding a text is in; not for users. */
package io.nyala.data.encoding;
