// SPDX-License-Identifier: Apache-2.0
/** The {@code nyala} command: what each subcommand does, and its exit statuses. */
package io.nyala.cli;
