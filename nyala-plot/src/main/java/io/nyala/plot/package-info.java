// SPDX-License-Identifier: Apache-2.0
/** Pictures of what a network learned, as PNG files; needs no display. */
package io.nyala.plot;
