// SPDX-License-Identifier: Apache-2.0
/** Pictures of what a network learned, as PNG or SVG files; needs no display. */
package io.nyala.plot;
