// SPDX-License-Identifier: Apache-2.0
/** Published networks for images, their weights, and transfer learning. */
module io.nyala.zoo {
  requires transitive io.nyala.data;
  requires transitive io.nyala.hub;
  requires transitive io.nyala.io;
  requires transitive io.nyala.nn;

  exports io.nyala.zoo;
  exports io.nyala.zoo.networks;
  exports io.nyala.zoo.transfer;
}
