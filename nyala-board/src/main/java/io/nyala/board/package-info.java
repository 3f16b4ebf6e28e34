// SPDX-License-Identifier: Apache-2.0
/** A web page that shows event files. */
package io.nyala.board;
