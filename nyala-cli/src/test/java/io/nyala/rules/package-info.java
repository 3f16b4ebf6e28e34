// SPDX-License-Identifier: Apache-2.0
/** Rules that hold for the whole repository: architecture, sources, code in the documentation. */
package io.nyala.rules;
