// SPDX-License-Identifier: Apache-2.0
/** For tests of what survives a kill; not for users. */
package io.nyala.files.testing;
