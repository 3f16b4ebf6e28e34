// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.box2d;

/**
 * A rigid body. Its state is the position of its centre of mass, its angle and both velocities, in
 * single precision as in Box2D, in metres and seconds.
 */
final class Body {
  /** The margin of the boxes around bodies, so that they need not be updated in every step. */
  static final float MARGIN = 0.1f;

  private static final float FORESIGHT = 2; // steps by which the box is extended ahead
  private static final float MOST_TRAVEL = 2; // in a step
  private static final float MOST_TURN = 0.5f * 3.14159265359f;

  final Outline outline;
  final float friction;
  final float inverseMass;
  final float inverseInertia;

  /** The centre of mass relative to the body's origin. */
  final float localX;

  final float localY;

  // Centre of mass and angle: now, and at the start of the movement within this step.
  float x;
  float y;
  float angle;
  float x0;
  float y0;
  float angle0;
  float share0; // of the previous step

  // Where the origin is, and how the axes are turned.
  float originX;
  float originY;
  float sin;
  float cos;

  float velocityX;
  float velocityY;
  float spin;

  float forceX;
  float forceY;
  float torque;

  boolean awake = true;
  float restTime;

  // The box around, with a margin.
  float left;
  float bottom;
  float right;
  float top;

  /** Whether the box is new, so that contacts may start. */
  boolean boxMoved;

  /** Whether it touches the ground, according to the last contact that started or ended. */
  boolean grounded;

  /** Whether it has ever touched the ground. */
  boolean touched;

  private final float[] kept = new float[7];

  // The current box, during its computation.
  private float lowX;
  private float lowY;
  private float highX;
  private float highY;

  /** Creates a body at rest at the origin. */
  Body(Outline outline, double friction) {
    this.outline = outline;
    this.friction = (float) friction;
    inverseMass = 1 / outline.mass;
    localX = outline.mass * outline.centerX * inverseMass;
    localY = outline.mass * outline.centerY * inverseMass;
    float inertia = outline.inertia - outline.mass * (localX * localX + localY * localY);
    inverseInertia = 1 / inertia;
  }

  /** Places it at rest, as if it were new. */
  void place(double atX, double atY, double turned) {
    originX = (float) atX;
    originY = (float) atY;
    angle = (float) turned;
    sin = Sines.sin(angle);
    cos = Sines.cos(angle);
    x = cos * localX - sin * localY + originX;
    y = sin * localX + cos * localY + originY;
    stop();
    awake = true;
    grounded = false;
    touched = false;
    fitBox(originX, originY, sin, cos);
    left = lowX - MARGIN;
    bottom = lowY - MARGIN;
    right = highX + MARGIN;
    top = highY + MARGIN;
    boxMoved = true;
  }

  private void stop() {
    velocityX = 0;
    velocityY = 0;
    spin = 0;
    restTime = 0;
    clearForces();
  }

  void clearForces() {
    forceX = 0;
    forceY = 0;
    torque = 0;
  }

  void wake() {
    if (!awake) {
      awake = true;
      restTime = 0;
    }
  }

  void sleep() {
    awake = false;
    stop();
  }

  // External forces

  void pushCenter(double pushX, double pushY) {
    wake();
    forceX += (float) pushX;
    forceY += (float) pushY;
  }

  void turn(double by) {
    wake();
    torque += (float) by;
  }

  /** Changes the velocities immediately, by an impulse at a point. */
  void kick(double impulseX, double impulseY, double atX, double atY) {
    wake();
    float ix = (float) impulseX;
    float iy = (float) impulseY;
    velocityX += inverseMass * ix;
    velocityY += inverseMass * iy;
    spin += inverseInertia * (((float) atX - x) * iy - ((float) atY - y) * ix);
  }

  // Movement

  /** Starts a step: forces change the velocities. */
  void accelerate(float time, float gravity) {
    x0 = x;
    y0 = y;
    angle0 = angle;
    velocityX += time * (0 + inverseMass * forceX);
    velocityY += time * (gravity + inverseMass * forceY);
    spin += time * inverseInertia * torque;
  }

  /** Moves with the velocities for a time; very large velocities are clipped. */
  void travel(float time) {
    float goX = time * velocityX;
    float goY = time * velocityY;
    if (goX * goX + goY * goY > MOST_TRAVEL * MOST_TRAVEL) {
      float ratio = MOST_TRAVEL / Outline.length(goX, goY);
      velocityX *= ratio;
      velocityY *= ratio;
    }
    float turning = time * spin;
    if (turning * turning > MOST_TURN * MOST_TURN) {
      spin *= MOST_TURN / Math.abs(turning);
    }
    x += time * velocityX;
    y += time * velocityY;
    angle += time * spin;
  }

  /** Computes the origin and axes from the centre and angle. */
  void settle() {
    sin = Sines.sin(angle);
    cos = Sines.cos(angle);
    originX = x - (cos * localX - sin * localY);
    originY = y - (sin * localX + cos * localY);
  }

  /** Advances the start of the movement to a fraction of the step. */
  void advanceStart(float share) {
    float part = (share - share0) / (1 - share0);
    x0 += part * (x - x0);
    y0 += part * (y - y0);
    angle0 += part * (angle - angle0);
    share0 = share;
  }

  /** Moves back to the position after a fraction of the step. */
  void advance(float share) {
    advanceStart(share);
    x = x0;
    y = y0;
    angle = angle0;
    settle();
  }

  /** Saves the start and end of the movement within the step, for {@link #restoreMovement}. */
  void keepMovement() {
    kept[0] = x;
    kept[1] = y;
    kept[2] = angle;
    kept[3] = x0;
    kept[4] = y0;
    kept[5] = angle0;
    kept[6] = share0;
  }

  void restoreMovement() {
    x = kept[0];
    y = kept[1];
    angle = kept[2];
    x0 = kept[3];
    y0 = kept[4];
    angle0 = kept[5];
    share0 = kept[6];
    settle();
  }

  // The box around

  private void fitBox(float atX, float atY, float sine, float cosine) {
    float minX = Float.MAX_VALUE;
    float minY = Float.MAX_VALUE;
    float maxX = -Float.MAX_VALUE;
    float maxY = -Float.MAX_VALUE;
    for (int i = 0; i < outline.count; i++) {
      float px = cosine * outline.x[i] - sine * outline.y[i] + atX;
      float py = sine * outline.x[i] + cosine * outline.y[i] + atY;
      minX = Math.min(minX, px);
      minY = Math.min(minY, py);
      maxX = Math.max(maxX, px);
      maxY = Math.max(maxY, py);
    }
    lowX = minX - Outline.SKIN;
    lowY = minY - Outline.SKIN;
    highX = maxX + Outline.SKIN;
    highY = maxY + Outline.SKIN;
  }

  /** Updates the box if it does not contain the movement of this step. */
  void followBox() {
    float sine = Sines.sin(angle0);
    float cosine = Sines.cos(angle0);
    float fromX = x0 - (cosine * localX - sine * localY);
    float fromY = y0 - (sine * localX + cosine * localY);
    fitBox(fromX, fromY, sine, cosine);
    float startLeft = lowX;
    float startBottom = lowY;
    float startRight = highX;
    float startTop = highY;
    fitBox(originX, originY, sin, cos);
    lowX = Math.min(lowX, startLeft);
    lowY = Math.min(lowY, startBottom);
    highX = Math.max(highX, startRight);
    highY = Math.max(highY, startTop);
    if (left <= lowX && bottom <= lowY && highX <= right && highY <= top) {
      return;
    }
    float aheadX = FORESIGHT * (originX - fromX);
    float aheadY = FORESIGHT * (originY - fromY);
    left = lowX - MARGIN + (aheadX < 0 ? aheadX : 0);
    bottom = lowY - MARGIN + (aheadY < 0 ? aheadY : 0);
    right = highX + MARGIN + (aheadX < 0 ? 0 : aheadX);
    top = highY + MARGIN + (aheadY < 0 ? 0 : aheadY);
    boxMoved = true;
  }

  // Checkpoints

  /** The number of values that {@link #save} writes. */
  static final int NUMBERS = 14;

  void save(double[] into, int from) {
    int at = from;
    into[at++] = x;
    into[at++] = y;
    into[at++] = angle;
    into[at++] = velocityX;
    into[at++] = velocityY;
    into[at++] = spin;
    into[at++] = awake ? 1 : 0;
    into[at++] = restTime;
    into[at++] = left;
    into[at++] = bottom;
    into[at++] = right;
    into[at++] = top;
    into[at++] = grounded ? 1 : 0;
    into[at] = touched ? 1 : 0;
  }

  void load(double[] saved, int from) {
    int at = from;
    x = (float) saved[at++];
    y = (float) saved[at++];
    angle = (float) saved[at++];
    velocityX = (float) saved[at++];
    velocityY = (float) saved[at++];
    spin = (float) saved[at++];
    awake = saved[at++] != 0;
    restTime = (float) saved[at++];
    left = (float) saved[at++];
    bottom = (float) saved[at++];
    right = (float) saved[at++];
    top = (float) saved[at++];
    grounded = saved[at++] != 0;
    touched = saved[at] != 0;
    boxMoved = false;
    clearForces();
    settle();
  }
}
