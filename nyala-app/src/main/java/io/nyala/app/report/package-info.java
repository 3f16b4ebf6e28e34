// SPDX-License-Identifier: Apache-2.0
/** What commands report, and the one line of JSON that scripts read. */
package io.nyala.app.report;
