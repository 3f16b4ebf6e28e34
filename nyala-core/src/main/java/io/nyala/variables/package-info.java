// SPDX-License-Identifier: Apache-2.0
/** Variables: what persists between runs, and who may read or change it when. */
package io.nyala.variables;
