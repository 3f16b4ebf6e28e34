// SPDX-License-Identifier: Apache-2.0
/** Tables of named columns, read from CSV, and their columns as tensors. */
package io.nyala.data.table;
