// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.box2d;

/**
 * Bodies connected by hinges above a ground of edges: the steps of Box2D 2.3 (Catto) for a small
 * world, operation by operation in single precision, so that bodies move bit for bit as in Box2D.
 * Bodies collide only with the ground. A step allocates nothing.
 *
 * <p>It is written for three bodies and eleven edges: all pairs are checked for contacts, all
 * bodies belong to one island, and iterations that would change nothing are skipped.
 */
final class World {
  private static final int MOST_IMPACTS = 8; // of a contact in a step
  private static final float NEARLY_ONE = 1 - 10 * 1.1920929e-7f;
  private static final int IMPACT_ROUNDS = 20;
  private static final float SLOP = 0.005f;
  private static final float PUSH_OUT = 0.2f; // of the depth, in an iteration
  private static final float PUSH_OUT_IMPACT = 0.75f;
  private static final float STILL = 0.01f; // m/s
  private static final float STILL_TURNING = 2.0f / 180.0f * 3.14159265359f; // radians/s
  private static final float TIME_TO_SLEEP = 0.5f;

  private final Body[] bodies;
  private final Body[] order; // the order in which Box2D processes them
  private final Hinge[] hinges; // likewise
  private final float time;
  private final float gravity;
  private final int velocityRounds;
  private final int positionRounds;

  private final ContactList contacts;
  private final ImpactTime impactTime = new ImpactTime();
  private final ContactSolver solver;
  private final SteadyState steady;

  private boolean hasStepped;
  private float groundShare; // of the previous step for the ground

  /**
   * Creates a world.
   *
   * @param order the bodies, in the order in which the island is built
   * @param hinges the hinges, in the same order
   * @param time the duration of a step, in seconds
   * @param rounds the numbers of iterations for velocities and for positions
   */
  World(
      Edge[] edges,
      Body[] bodies,
      Body[] order,
      Hinge[] hinges,
      double time,
      double gravity,
      int[] rounds) {
    this.bodies = bodies;
    this.order = order;
    this.hinges = hinges;
    this.time = (float) time;
    this.gravity = (float) gravity;
    velocityRounds = rounds[0];
    positionRounds = rounds[1];
    contacts = new ContactList(edges, bodies);
    solver = new ContactSolver(contacts.capacity());
    steady = new SteadyState(bodies, hinges, contacts.capacity());
  }

  /** Resets the world, with bodies that have just been placed. */
  void reset() {
    contacts.clear();
    hasStepped = false;
    for (Hinge hinge : hinges) {
      hinge.reset();
    }
  }

  /** Performs a step. */
  void step() {
    if (!hasStepped) {
      contacts.find();
    }
    contacts.update();
    float ratio = hasStepped ? 1 / time * time : 0;
    if (anyAwake()) {
      solve(ratio);
    }
    solveImpacts();
    hasStepped = true;
    for (Body body : bodies) {
      body.clearForces();
    }
  }

  private boolean anyAwake() {
    for (Body body : bodies) {
      if (body.awake) {
        return true;
      }
    }
    return false;
  }

  // Forces and constraints

  private void solve(float ratio) {
    solver.clear();
    for (Body body : order) {
      body.wake();
      for (Contact contact = contacts.latest(); contact != null; contact = contact.next) {
        if (contact.body == body && contact.enabled && contact.touching) {
          solver.add(contact, ratio);
        }
      }
    }
    for (Body body : bodies) {
      body.accelerate(time, gravity);
    }
    solver.begin();
    solver.warmStart();
    for (Hinge hinge : hinges) {
      hinge.begin(time, ratio);
    }
    solveVelocities();
    solver.store();
    for (Body body : bodies) {
      body.travel(time);
    }
    boolean solved = solvePositions();
    for (Body body : bodies) {
      body.settle();
    }
    restOrNot(solved);
    for (Body body : order) {
      body.followBox();
    }
    contacts.find();
  }

  private void solveVelocities() {
    steady.begin(solver);
    for (int i = 0; i < velocityRounds; i++) {
      for (Hinge hinge : hinges) {
        hinge.solveVelocities();
      }
      solver.solveVelocities();
      if (steady.isReached()) {
        return;
      }
    }
  }

  private boolean solvePositions() {
    for (int i = 0; i < positionRounds; i++) {
      boolean solved = solver.solvePositions(PUSH_OUT, -3 * SLOP);
      for (Hinge hinge : hinges) {
        solved &= hinge.solvePositions();
      }
      if (solved) {
        return true;
      }
    }
    return false;
  }

  private void restOrNot(boolean solved) {
    float least = Float.MAX_VALUE;
    for (Body body : order) {
      if (body.spin * body.spin > STILL_TURNING * STILL_TURNING
          || body.velocityX * body.velocityX + body.velocityY * body.velocityY > STILL * STILL) {
        body.restTime = 0;
        least = 0;
      } else {
        body.restTime += time;
        least = Math.min(least, body.restTime);
      }
    }
    if (least >= TIME_TO_SLEEP && solved) {
      for (Body body : bodies) {
        body.sleep();
      }
    }
  }

  // Impacts within a step

  private void solveImpacts() {
    if (contacts.latest() == null) {
      return;
    }
    groundShare = 0;
    for (Body body : bodies) {
      body.share0 = 0;
    }
    for (Contact contact = contacts.latest(); contact != null; contact = contact.next) {
      contact.impactKnown = false;
      contact.inIsland = false;
      contact.impacts = 0;
      contact.impact = 1;
    }
    while (true) {
      Contact first = firstImpact();
      if (first == null || NEARLY_ONE < first.impact) {
        return;
      }
      solveImpact(first);
    }
  }

  private Contact firstImpact() {
    Contact first = null;
    float least = 1;
    for (Contact contact = contacts.latest(); contact != null; contact = contact.next) {
      if (!contact.enabled || contact.impacts > MOST_IMPACTS) {
        continue;
      }
      if (!contact.impactKnown) {
        if (!contact.body.awake) {
          continue;
        }
        contact.impact = impact(contact);
        contact.impactKnown = true;
      }
      if (contact.impact < least) {
        first = contact;
        least = contact.impact;
      }
    }
    return first;
  }

  private float impact(Contact contact) {
    Body body = contact.body;
    if (groundShare < body.share0) {
      groundShare = body.share0;
    } else if (body.share0 < groundShare) {
      body.advanceStart(groundShare);
    }
    float after = impactTime.of(contact.edge, body);
    return after < 1 ? Math.min(groundShare + (1 - groundShare) * after, 1) : 1;
  }

  private void solveImpact(Contact first) {
    Body body = first.body;
    float share = first.impact;
    float groundBefore = groundShare;
    body.keepMovement();
    groundShare = share;
    body.advance(share);
    contacts.update(first);
    first.impactKnown = false;
    first.impacts++;
    if (!first.touching) {
      first.enabled = false;
      groundShare = groundBefore;
      body.restoreMovement();
      return;
    }
    body.wake();
    solver.clear();
    solver.add(first, 0);
    first.inIsland = true;
    for (Contact contact = contacts.latest(); contact != null; contact = contact.next) {
      if (contact.body == body && !contact.inIsland) {
        contacts.update(contact);
        if (contact.touching) {
          contact.inIsland = true;
          solver.add(contact, 0);
        }
      }
    }
    float rest = (1 - share) * time;
    boolean out = false;
    for (int i = 0; i < IMPACT_ROUNDS && !out; i++) {
      out = solver.solvePositions(PUSH_OUT_IMPACT, -1.5f * SLOP);
    }
    body.x0 = body.x;
    body.y0 = body.y;
    body.angle0 = body.angle;
    body.settle();
    solver.begin();
    for (int i = 0; i < velocityRounds; i++) {
      solver.solveVelocities();
    }
    body.travel(rest);
    body.settle();
    body.followBox();
    for (Contact contact = contacts.latest(); contact != null; contact = contact.next) {
      if (contact.body == body) {
        contact.impactKnown = false;
        contact.inIsland = false;
      }
    }
    contacts.find();
  }

  // Checkpoints, between two steps

  /** Returns the number of values that {@link #save} writes. */
  int numbers() {
    return 1 + Body.NUMBERS * bodies.length + Hinge.NUMBERS * hinges.length + contacts.numbers();
  }

  /** Writes the whole state. */
  void save(double[] into, int from) {
    int at = from;
    into[at++] = hasStepped ? 1 : 0;
    for (Body body : bodies) {
      body.save(into, at);
      at += Body.NUMBERS;
    }
    for (Hinge hinge : hinges) {
      hinge.save(into, at);
      at += Hinge.NUMBERS;
    }
    contacts.save(into, at);
  }

  /** Restores a saved state. */
  void load(double[] saved, int from) {
    reset();
    int at = from;
    hasStepped = saved[at++] != 0;
    for (Body body : bodies) {
      body.load(saved, at);
      at += Body.NUMBERS;
    }
    for (Hinge hinge : hinges) {
      hinge.load(saved, at);
      at += Hinge.NUMBERS;
    }
    contacts.load(saved, at);
  }
}
