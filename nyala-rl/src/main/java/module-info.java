// SPDX-License-Identifier: Apache-2.0
/** Reinforcement learning: environments shaped as Gymnasium's, and agents that learn in them. */
module io.nyala.rl {
  requires transitive io.nyala.io;
  requires transitive io.nyala.nn;
  requires io.nyala.plot;
  requires java.desktop;

  exports io.nyala.rl;
  exports io.nyala.rl.actors;
  exports io.nyala.rl.agents;
  exports io.nyala.rl.box2d;
  exports io.nyala.rl.classic;
  exports io.nyala.rl.env;
  exports io.nyala.rl.film;
  exports io.nyala.rl.kerasrl;
  exports io.nyala.rl.minatar;
  exports io.nyala.rl.policies;
  exports io.nyala.rl.presets;
  exports io.nyala.rl.random;
  exports io.nyala.rl.replay;
  exports io.nyala.rl.spaces;
  exports io.nyala.rl.toy;
  exports io.nyala.rl.vector;
  exports io.nyala.rl.wrappers;

  provides io.nyala.layers.base.LayerFamily with
      io.nyala.rl.learning.LearningLayers;
}
