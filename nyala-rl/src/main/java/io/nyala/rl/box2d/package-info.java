// SPDX-License-Identifier: Apache-2.0
/** Tasks of Gymnasium's group Box2D: the lunar lander and its rigid-body physics. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.box2d;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
