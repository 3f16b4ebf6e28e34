// SPDX-License-Identifier: Apache-2.0
/** A program that uses Nyala. */
module consumer {
  requires io.nyala;
}
