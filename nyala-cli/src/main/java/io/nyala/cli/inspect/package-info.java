// SPDX-License-Identifier: Apache-2.0
/** What files hold, for people and for scripts. */
package io.nyala.cli.inspect;
