// SPDX-License-Identifier: Apache-2.0
/** What training makes small. */
package io.nyala.losses;
