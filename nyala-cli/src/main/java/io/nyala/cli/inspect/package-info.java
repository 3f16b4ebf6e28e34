// SPDX-License-Identifier: Apache-2.0
/** Descriptions of the content of files, for people and for scripts. */
package io.nyala.cli.inspect;
