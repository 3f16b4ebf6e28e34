// SPDX-License-Identifier: Apache-2.0
/** Files: models, weights and checkpoints on disk, and event files for TensorBoard. */
module io.nyala.io {
  requires com.fasterxml.jackson.jr.ob;
  requires transitive io.nyala.nn;
}
