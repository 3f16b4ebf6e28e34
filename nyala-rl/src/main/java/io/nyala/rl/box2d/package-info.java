// SPDX-License-Identifier: Apache-2.0
/** Tasks of Gymnasium's group Box2D: a lander, and the rigid bodies that it is made of. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.box2d;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
