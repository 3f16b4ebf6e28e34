// SPDX-License-Identifier: Apache-2.0
/** Training on several machines with the same bits as on one. */
module io.nyala.cluster {
  requires transitive io.nyala.nn;

  exports io.nyala.cluster;
}
