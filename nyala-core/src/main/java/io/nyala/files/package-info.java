// SPDX-License-Identifier: Apache-2.0
/** Files that appear whole or not at all, and folders that one process uses at a time. */
package io.nyala.files;
