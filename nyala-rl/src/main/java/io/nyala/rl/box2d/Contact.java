// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.box2d;

/**
 * A contact: a body is near an edge of the ground and touches it in zero, one or two points, along
 * the normal of the edge or of a side of the body.
 */
final class Contact {
  /** The maximum number of contact points. */
  static final int MOST = 2;

  final Edge edge;
  final Body body;
  final float friction;

  // The linked list of a world, the latest contact first.
  boolean listed;
  Contact next;
  Contact previous;

  boolean touching;
  boolean enabled;
  boolean inIsland;

  // The time of impact, as a fraction of this step.
  boolean impactKnown;
  float impact;
  int impacts;

  // The contact points.
  int count;
  boolean alongEdge; // the normal is the edge's; otherwise that of a side of the body
  float normalX; // in the body's frame, or the ground's
  float normalY;
  float planeX; // a point of that side
  float planeY;
  final float[] pointX = new float[MOST]; // in the frame of the other one
  final float[] pointY = new float[MOST];
  final int[] id = new int[MOST]; // the corners and sides that define the point
  final float[] normalImpulse = new float[MOST];
  final float[] tangentImpulse = new float[MOST];

  private final int[] oldId = new int[MOST];
  private final float[] oldNormal = new float[MOST];
  private final float[] oldTangent = new float[MOST];

  Contact(Edge edge, Body body) {
    this.edge = edge;
    this.body = body;
    friction = (float) Math.sqrt(edge.friction * body.friction);
  }

  /** Resets the contact: near, not touching. */
  void begin() {
    listed = true;
    touching = false;
    enabled = true;
    inIsland = false;
    impactKnown = false;
    impacts = 0;
    count = 0;
    for (int i = 0; i < MOST; i++) {
      id[i] = 0;
      normalImpulse[i] = 0;
      tangentImpulse[i] = 0;
    }
  }

  /** Computes the current contact points. Points that already existed keep their impulses. */
  void update(EdgeCollider collider) {
    int oldCount = count;
    for (int i = 0; i < MOST; i++) {
      oldId[i] = id[i];
      oldNormal[i] = normalImpulse[i];
      oldTangent[i] = tangentImpulse[i];
    }
    enabled = true;
    collider.collide(this);
    for (int i = 0; i < count; i++) {
      normalImpulse[i] = 0;
      tangentImpulse[i] = 0;
      for (int j = 0; j < oldCount; j++) {
        if (oldId[j] == id[i]) {
          normalImpulse[i] = oldNormal[j];
          tangentImpulse[i] = oldTangent[j];
          break;
        }
      }
    }
    boolean touches = count > 0;
    if (touches != touching) {
      body.wake();
      body.grounded = touches;
      body.touched |= touches;
    }
    touching = touches;
  }

  /** Ends the contact, because they are no longer near. */
  void end() {
    if (touching) {
      body.grounded = false;
    }
    listed = false;
  }

  // Checkpoints

  /** The number of values that {@link #save} writes. */
  static final int NUMBERS = 2 + 3 * MOST;

  void save(double[] into, int from) {
    int at = from;
    into[at++] = touching ? 1 : 0;
    into[at++] = count;
    for (int i = 0; i < MOST; i++) {
      into[at++] = id[i];
      into[at++] = normalImpulse[i];
      into[at++] = tangentImpulse[i];
    }
  }

  void load(double[] saved, int from) {
    int at = from;
    touching = saved[at++] != 0;
    count = (int) saved[at++];
    for (int i = 0; i < MOST; i++) {
      id[i] = (int) saved[at++];
      normalImpulse[i] = (float) saved[at++];
      tangentImpulse[i] = (float) saved[at++];
    }
  }
}
