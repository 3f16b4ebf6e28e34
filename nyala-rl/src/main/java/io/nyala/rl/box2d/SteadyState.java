// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.box2d;

/**
 * Detects when another velocity iteration would change nothing, so that the remaining iterations
 * can be skipped with the same bits as a result.
 */
final class SteadyState {
  private static final int EVERY = 8; // iterations between two checks

  private final Body[] bodies;
  private final Hinge[] hinges;
  private final float[] seen;
  private ContactSolver contacts;
  private int round;

  SteadyState(Body[] bodies, Hinge[] hinges, int mostContacts) {
    this.bodies = bodies;
    this.hinges = hinges;
    seen = new float[3 * bodies.length + 4 * hinges.length + ContactSolver.NUMBERS * mostContacts];
  }

  /** Starts the iterations of a step. */
  void begin(ContactSolver withContacts) {
    contacts = withContacts;
    round = 0;
  }

  /** Returns, after each iteration, whether it has changed nothing. */
  boolean isReached() {
    int phase = round++ % EVERY;
    if (phase < EVERY - 2) {
      return false;
    }
    boolean same = true;
    int at = 0;
    for (Body body : bodies) {
      same &= seen[at] == body.velocityX && seen[at + 1] == body.velocityY;
      same &= seen[at + 2] == body.spin;
      seen[at++] = body.velocityX;
      seen[at++] = body.velocityY;
      seen[at++] = body.spin;
    }
    for (Hinge hinge : hinges) {
      same &= seen[at] == hinge.impulseX && seen[at + 1] == hinge.impulseY;
      same &= seen[at + 2] == hinge.impulseTurn && seen[at + 3] == hinge.motorImpulse;
      seen[at++] = hinge.impulseX;
      seen[at++] = hinge.impulseY;
      seen[at++] = hinge.impulseTurn;
      seen[at++] = hinge.motorImpulse;
    }
    same &= contacts.compareImpulses(seen, at);
    return same && phase == EVERY - 1;
  }
}
