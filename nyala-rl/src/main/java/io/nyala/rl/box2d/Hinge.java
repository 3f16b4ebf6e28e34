// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.box2d;

/**
 * A hinge between two bodies, with a motor and with limits of its angle: Box2D's revolute joint, by
 * sequential impulses (Catto 2006).
 */
final class Hinge {
  /** The angle is between the limits, at the lower one, at the upper one. */
  static final int FREE = 0;

  static final int AT_LOWER = 1;
  static final int AT_UPPER = 2;

  private static final float LINEAR_SLOP = 0.005f;
  private static final float ANGULAR_SLOP = 2.0f / 180.0f * 3.14159265359f;
  private static final float MOST_CORRECTION = 8.0f / 180.0f * 3.14159265359f;

  private final Body a;
  private final Body b;
  private final float anchorAx;
  private final float anchorAy;
  private final float anchorBx;
  private final float anchorBy;
  private final float lower;
  private final float upper;
  private final float motorTorque;
  private final float motorSpeed;

  // The accumulated impulses, with which the next step starts.
  float impulseX;
  float impulseY;
  float impulseTurn;
  float motorImpulse;
  int limit;

  // Values of a step: arms from the centres to the hinge, and the effective mass matrix.
  private float armAx;
  private float armAy;
  private float armBx;
  private float armBy;
  private float k11;
  private float k12;
  private float k13;
  private float k22;
  private float k23;
  private float k33;
  private float inverse22; // of the determinant of the upper left 2 x 2
  private float inverse33;
  private float cross1; // second column times third column
  private float cross2;
  private float cross3;
  private float motorMass;
  private float mostMotorImpulse;

  /**
   * Creates a hinge through the origin of one body and a point of another.
   *
   * @param limits the lower and the upper limit of the angle, in radians
   */
  Hinge(Body a, Body b, double atX, double atY, double[] limits, double torque, double speed) {
    this.a = a;
    this.b = b;
    anchorAx = 0 - a.localX;
    anchorAy = 0 - a.localY;
    anchorBx = (float) atX - b.localX;
    anchorBy = (float) atY - b.localY;
    lower = (float) limits[0];
    upper = (float) limits[1];
    motorTorque = (float) torque;
    motorSpeed = (float) speed;
  }

  /** Resets the impulses. */
  void reset() {
    impulseX = 0;
    impulseY = 0;
    impulseTurn = 0;
    motorImpulse = 0;
    limit = FREE;
  }

  /**
   * Prepares a step, and applies the impulses of the previous one.
   *
   * @param ratio the ratio of the length of this step to that of the previous one
   */
  void begin(float time, float ratio) {
    armAx = a.cos * anchorAx - a.sin * anchorAy;
    armAy = a.sin * anchorAx + a.cos * anchorAy;
    armBx = b.cos * anchorBx - b.sin * anchorBy;
    armBy = b.sin * anchorBx + b.cos * anchorBy;
    float mA = a.inverseMass;
    float mB = b.inverseMass;
    float iA = a.inverseInertia;
    float iB = b.inverseInertia;
    k11 = mA + mB + armAy * armAy * iA + armBy * armBy * iB;
    k12 = -armAy * armAx * iA - armBy * armBx * iB;
    k13 = -armAy * iA - armBy * iB;
    k22 = mA + mB + armAx * armAx * iA + armBx * armBx * iB;
    k23 = armAx * iA + armBx * iB;
    k33 = iA + iB;
    cross1 = k22 * k33 - k23 * k23;
    cross2 = k23 * k13 - k12 * k33;
    cross3 = k12 * k23 - k22 * k13;
    inverse33 = inverted(k11 * cross1 + k12 * cross2 + k13 * cross3);
    inverse22 = inverted(k11 * k22 - k12 * k12);
    motorMass = 1 / (iA + iB);
    mostMotorImpulse = time * motorTorque;
    limit(b.angle - a.angle - 0);
    impulseX *= ratio;
    impulseY *= ratio;
    impulseTurn *= ratio;
    motorImpulse *= ratio;
    push(impulseX, impulseY, motorImpulse, impulseTurn);
  }

  private void limit(float hingeAngle) {
    int now = hingeAngle <= lower ? AT_LOWER : hingeAngle >= upper ? AT_UPPER : FREE;
    if (now != limit || now == FREE) {
      impulseTurn = 0;
    }
    limit = now;
  }

  private static float inverted(float determinant) {
    return determinant != 0 ? 1 / determinant : determinant;
  }

  private void push(float x, float y, float motor, float turn) {
    a.velocityX -= a.inverseMass * x;
    a.velocityY -= a.inverseMass * y;
    a.spin -= a.inverseInertia * (armAx * y - armAy * x + motor + turn);
    b.velocityX += b.inverseMass * x;
    b.velocityY += b.inverseMass * y;
    b.spin += b.inverseInertia * (armBx * y - armBy * x + motor + turn);
  }

  /** Performs one velocity iteration for motor, limit and hinge. */
  void solveVelocities() {
    float turn = -motorMass * (b.spin - a.spin - motorSpeed);
    float before = motorImpulse;
    motorImpulse = clamp(before + turn, -mostMotorImpulse, mostMotorImpulse);
    turn = motorImpulse - before;
    float spinA = a.spin - a.inverseInertia * turn;
    float spinB = b.spin + b.inverseInertia * turn;
    float x = b.velocityX + -spinB * armBy - a.velocityX - -spinA * armAy;
    float y = b.velocityY + spinB * armBx - a.velocityY - spinA * armAx;
    float pushX;
    float pushY;
    float pushTurn = 0;
    if (limit == FREE) {
      pushX = inverse22 * (k22 * -x - k12 * -y);
      pushY = inverse22 * (k11 * -y - k12 * -x);
      impulseX += pushX;
      impulseY += pushY;
    } else {
      float z = spinB - spinA;
      pushX = -(inverse33 * (x * cross1 + y * cross2 + z * cross3));
      pushY =
          -(inverse33
              * (k11 * (y * k33 - z * k23)
                  + k12 * (z * k13 - x * k33)
                  + k13 * (x * k23 - y * k13)));
      pushTurn =
          -(inverse33
              * (k11 * (k22 * z - k23 * y)
                  + k12 * (k23 * x - k12 * z)
                  + k13 * (k12 * y - k22 * x)));
      float sum = impulseTurn + pushTurn;
      if (limit == AT_LOWER ? sum < 0 : sum > 0) { // it must not pull at the limit
        float restX = -x + impulseTurn * k13;
        float restY = -y + impulseTurn * k23;
        pushX = inverse22 * (k22 * restX - k12 * restY);
        pushY = inverse22 * (k11 * restY - k12 * restX);
        pushTurn = -impulseTurn;
        impulseTurn = 0;
      } else {
        impulseTurn = sum;
      }
      impulseX += pushX;
      impulseY += pushY;
    }
    a.velocityX -= a.inverseMass * pushX;
    a.velocityY -= a.inverseMass * pushY;
    a.spin = spinA - a.inverseInertia * (armAx * pushY - armAy * pushX + pushTurn);
    b.velocityX += b.inverseMass * pushX;
    b.velocityY += b.inverseMass * pushY;
    b.spin = spinB + b.inverseInertia * (armBx * pushY - armBy * pushX + pushTurn);
  }

  /** Performs one position iteration. Returns whether the bodies are near enough. */
  boolean solvePositions() {
    float iA = a.inverseInertia;
    float iB = b.inverseInertia;
    float angleError = 0;
    if (limit != FREE) {
      float off = b.angle - a.angle - 0 - (limit == AT_LOWER ? lower : upper);
      float correction;
      if (limit == AT_LOWER) {
        angleError = -off;
        correction = clamp(off + ANGULAR_SLOP, -MOST_CORRECTION, 0);
      } else {
        angleError = off;
        correction = clamp(off - ANGULAR_SLOP, 0, MOST_CORRECTION);
      }
      float turn = -motorMass * correction;
      a.angle -= iA * turn;
      b.angle += iB * turn;
    }
    float sinA = Sines.sin(a.angle);
    float cosA = Sines.cos(a.angle);
    float sinB = Sines.sin(b.angle);
    float cosB = Sines.cos(b.angle);
    float ax = cosA * anchorAx - sinA * anchorAy;
    float ay = sinA * anchorAx + cosA * anchorAy;
    float bx = cosB * anchorBx - sinB * anchorBy;
    float by = sinB * anchorBx + cosB * anchorBy;
    float offX = b.x + bx - a.x - ax;
    float offY = b.y + by - a.y - ay;
    float distance = Outline.length(offX, offY);
    float mA = a.inverseMass;
    float mB = b.inverseMass;
    float m11 = mA + mB + iA * ay * ay + iB * by * by;
    float m12 = -iA * ax * ay - iB * bx * by;
    float m22 = mA + mB + iA * ax * ax + iB * bx * bx;
    float inverse = inverted(m11 * m22 - m12 * m12);
    float pushX = -(inverse * (m22 * offX - m12 * offY));
    float pushY = -(inverse * (m11 * offY - m12 * offX));
    a.x -= mA * pushX;
    a.y -= mA * pushY;
    a.angle -= iA * (ax * pushY - ay * pushX);
    b.x += mB * pushX;
    b.y += mB * pushY;
    b.angle += iB * (bx * pushY - by * pushX);
    return distance <= LINEAR_SLOP && angleError <= ANGULAR_SLOP;
  }

  private static float clamp(float value, float low, float high) {
    float cut = value < high ? value : high;
    return low > cut ? low : cut;
  }

  // Checkpoints

  /** The number of values that {@link #save} writes. */
  static final int NUMBERS = 5;

  void save(double[] into, int at) {
    into[at] = impulseX;
    into[at + 1] = impulseY;
    into[at + 2] = impulseTurn;
    into[at + 3] = motorImpulse;
    into[at + 4] = limit;
  }

  void load(double[] saved, int at) {
    impulseX = (float) saved[at];
    impulseY = (float) saved[at + 1];
    impulseTurn = (float) saved[at + 2];
    motorImpulse = (float) saved[at + 3];
    limit = (int) saved[at + 4];
  }
}
