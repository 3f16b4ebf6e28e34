// SPDX-License-Identifier: Apache-2.0
/** The {@code nyala} command: its subcommands and exit statuses. */
package io.nyala.cli;
