// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.box2d;

/**
 * Keeps bodies out of the ground by sequential impulses. Pairs of points are solved together as a
 * small linear complementarity problem, and friction is bounded by the impulse of the previous
 * step.
 */
final class ContactSolver {
  /** The number of impulses of a contact. */
  static final int NUMBERS = 2 * Contact.MOST;

  private static final float SLOP = 0.005f;
  private static final float MOST_CORRECTION = 0.2f;
  private static final float WORST_CONDITION = 1000;

  /** A contact and the values that stay constant in all iterations of a step. */
  private static final class Entry {
    private Contact contact;
    private Body body;
    private int points; // 1 if two points are nearly redundant
    private float normalX;
    private float normalY;
    private float k11;
    private float k12;
    private float k22;
    private float inverse11;
    private float inverse12;
    private float inverse22;
    private final float[] armX = new float[Contact.MOST];
    private final float[] armY = new float[Contact.MOST];
    private final float[] normalMass = new float[Contact.MOST];
    private final float[] tangentMass = new float[Contact.MOST];
    private final float[] normalImpulse = new float[Contact.MOST];
    private final float[] tangentImpulse = new float[Contact.MOST];
  }

  private final Entry[] entries;
  private int count;

  // Values of the current point.
  private float normalX;
  private float normalY;
  private float pointX;
  private float pointY;
  private float separation;

  ContactSolver(int capacity) {
    entries = new Entry[capacity];
    for (int i = 0; i < capacity; i++) {
      entries[i] = new Entry();
    }
  }

  void clear() {
    count = 0;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Adds a contact whose bodies touch. */
  void add(Contact contact, float share) {
    Entry entry = entries[count++];
    entry.contact = contact;
    entry.body = contact.body;
    entry.points = contact.count;
    for (int i = 0; i < contact.count; i++) {
      entry.normalImpulse[i] = share * contact.normalImpulse[i];
      entry.tangentImpulse[i] = share * contact.tangentImpulse[i];
    }
  }

  /** Prepares the iterations with the current positions of the bodies. */
  void begin() {
    for (int i = 0; i < count; i++) {
      begin(entries[i]);
    }
  }

  private void begin(Entry e) {
    Contact c = e.contact;
    Body body = e.body;
    float m = body.inverseMass;
    float turn = body.inverseInertia;
    for (int i = 0; i < c.count; i++) {
      look(c, i);
      // Both surfaces have a skin; the point is halfway between them.
      float mid = Outline.SKIN - separation;
      float onPlaneX = pointX + mid * normalX;
      float onPlaneY = pointY + mid * normalY;
      float onOtherX = pointX - Outline.SKIN * normalX;
      float onOtherY = pointY - Outline.SKIN * normalY;
      float x = 0.5f * (onPlaneX + onOtherX);
      float y = 0.5f * (onPlaneY + onOtherY);
      e.normalX = c.alongEdge ? normalX : -normalX;
      e.normalY = c.alongEdge ? normalY : -normalY;
      e.armX[i] = x - body.x;
      e.armY[i] = y - body.y;
      float rn = e.armX[i] * e.normalY - e.armY[i] * e.normalX;
      e.normalMass[i] = inverted(m + turn * rn * rn);
      float rt = e.armX[i] * -e.normalX - e.armY[i] * e.normalY;
      e.tangentMass[i] = inverted(m + turn * rt * rt);
    }
    if (c.count == Contact.MOST) {
      couple(e, m, turn);
    }
  }

  private static float inverted(float mass) {
    return mass > 0 ? 1 / mass : 0;
  }

  private static void couple(Entry e, float m, float turn) {
    float rn1 = e.armX[0] * e.normalY - e.armY[0] * e.normalX;
    float rn2 = e.armX[1] * e.normalY - e.armY[1] * e.normalX;
    float k11 = m + turn * rn1 * rn1;
    float k22 = m + turn * rn2 * rn2;
    float k12 = m + turn * rn1 * rn2;
    if (!(k11 * k11 < WORST_CONDITION * (k11 * k22 - k12 * k12))) {
      e.points = 1;
      return;
    }
    e.k11 = k11;
    e.k12 = k12;
    e.k22 = k22;
    float det = k11 * k22 - k12 * k12;
    float inverse = det != 0 ? 1 / det : det;
    e.inverse11 = inverse * k22;
    e.inverse12 = -inverse * k12;
    e.inverse22 = inverse * k11;
  }

  /** Applies the impulses of the previous step. */
  void warmStart() {
    for (int i = 0; i < count; i++) {
      Entry e = entries[i];
      for (int j = 0; j < e.points; j++) {
        float x = e.normalImpulse[j] * e.normalX + e.tangentImpulse[j] * e.normalY;
        float y = e.normalImpulse[j] * e.normalY + e.tangentImpulse[j] * -e.normalX;
        push(e, j, x, y);
      }
    }
  }

  private static void push(Entry e, int point, float x, float y) {
    Body body = e.body;
    body.spin += body.inverseInertia * (e.armX[point] * y - e.armY[point] * x);
    body.velocityX += body.inverseMass * x;
    body.velocityY += body.inverseMass * y;
  }

  /** Performs one velocity iteration for friction and non-penetration. */
  void solveVelocities() {
    for (int i = 0; i < count; i++) {
      Entry e = entries[i];
      rub(e);
      if (e.points == 1) {
        pushApart(e);
      } else {
        pushPairApart(e);
      }
    }
  }

  private static void rub(Entry e) {
    Body body = e.body;
    for (int j = 0; j < e.points; j++) {
      float dx = body.velocityX + -body.spin * e.armY[j];
      float dy = body.velocityY + body.spin * e.armX[j];
      float along = dx * e.normalY + dy * -e.normalX;
      float most = e.contact.friction * e.normalImpulse[j];
      float old = e.tangentImpulse[j];
      float now = clamp(old + e.tangentMass[j] * -along, -most, most);
      e.tangentImpulse[j] = now;
      float by = now - old;
      push(e, j, by * e.normalY, by * -e.normalX);
    }
  }

  private static void pushApart(Entry e) {
    float vn = approach(e, 0);
    float old = e.normalImpulse[0];
    float sum = old + -e.normalMass[0] * vn;
    float now = sum > 0 ? sum : 0;
    e.normalImpulse[0] = now;
    float by = now - old;
    push(e, 0, by * e.normalX, by * e.normalY);
  }

  private static float approach(Entry e, int point) {
    Body body = e.body;
    float dx = body.velocityX + -body.spin * e.armY[point];
    float dy = body.velocityY + body.spin * e.armX[point];
    return dx * e.normalX + dy * e.normalY;
  }

  /**
   * Each point either pushes or separates: there are four cases, and the first consistent one is
   * used.
   */
  private static void pushPairApart(Entry e) {
    float oldX = e.normalImpulse[0];
    float oldY = e.normalImpulse[1];
    float bx = approach(e, 0) - (e.k11 * oldX + e.k12 * oldY);
    float by = approach(e, 1) - (e.k12 * oldX + e.k22 * oldY);
    float x = -(e.inverse11 * bx + e.inverse12 * by);
    float y = -(e.inverse12 * bx + e.inverse22 * by);
    if (!(x >= 0 && y >= 0)) {
      x = -e.normalMass[0] * bx;
      y = 0;
      if (!(x >= 0 && e.k12 * x + by >= 0)) {
        x = 0;
        y = -e.normalMass[1] * by;
        if (!(y >= 0 && e.k12 * y + bx >= 0)) {
          y = 0;
          if (!(bx >= 0 && by >= 0)) {
            return; // none is consistent because of rounding
          }
        }
      }
    }
    float d1 = x - oldX;
    float d2 = y - oldY;
    float x1 = d1 * e.normalX;
    float y1 = d1 * e.normalY;
    float x2 = d2 * e.normalX;
    float y2 = d2 * e.normalY;
    Body body = e.body;
    body.velocityX += body.inverseMass * (x1 + x2);
    body.velocityY += body.inverseMass * (y1 + y2);
    body.spin +=
        body.inverseInertia * (e.armX[0] * y1 - e.armY[0] * x1 + (e.armX[1] * y2 - e.armY[1] * x2));
    e.normalImpulse[0] = x;
    e.normalImpulse[1] = y;
  }

  /** Returns whether the impulses equal the recorded ones, and records them. */
  boolean compareImpulses(float[] seen, int from) {
    boolean same = true;
    int at = from;
    for (int i = 0; i < count; i++) {
      Entry e = entries[i];
      for (int j = 0; j < e.points; j++) {
        same &= seen[at] == e.normalImpulse[j] && seen[at + 1] == e.tangentImpulse[j];
        seen[at++] = e.normalImpulse[j];
        seen[at++] = e.tangentImpulse[j];
      }
    }
    return same;
  }

  /** Stores the impulses for the next step. */
  void store() {
    for (int i = 0; i < count; i++) {
      Entry e = entries[i];
      for (int j = 0; j < e.points; j++) {
        e.contact.normalImpulse[j] = e.normalImpulse[j];
        e.contact.tangentImpulse[j] = e.tangentImpulse[j];
      }
    }
  }

  /**
   * Performs one position iteration, which moves bodies out of the ground.
   *
   * @param part the fraction of the depth by which they are moved
   * @param worst the maximum remaining depth that is allowed
   * @return whether they are out
   */
  boolean solvePositions(float part, float worst) {
    float least = 0;
    for (int i = 0; i < count; i++) {
      Entry e = entries[i];
      Contact c = e.contact;
      Body body = e.body;
      for (int j = 0; j < c.count; j++) {
        body.settle();
        look(c, j);
        float nx = c.alongEdge ? normalX : -normalX;
        float ny = c.alongEdge ? normalY : -normalY;
        float apart = separation - Outline.SKIN - Outline.SKIN;
        float armX = pointX - body.x;
        float armY = pointY - body.y;
        least = least < apart ? least : apart;
        float depth = clamp(part * (apart + SLOP), -MOST_CORRECTION, 0);
        float rn = armX * ny - armY * nx;
        float mass = body.inverseMass + body.inverseInertia * rn * rn;
        float impulse = mass > 0 ? -depth / mass : 0;
        float x = impulse * nx;
        float y = impulse * ny;
        body.x += body.inverseMass * x;
        body.y += body.inverseMass * y;
        body.angle += body.inverseInertia * (armX * y - armY * x);
      }
    }
    return least >= worst;
  }

  /** Computes a point, the normal of the plane to which it is compared, and their distance. */
  private void look(Contact c, int i) {
    Body body = c.body;
    if (c.alongEdge) {
      normalX = c.normalX;
      normalY = c.normalY;
      pointX = body.cos * c.pointX[i] - body.sin * c.pointY[i] + body.originX;
      pointY = body.sin * c.pointX[i] + body.cos * c.pointY[i] + body.originY;
      separation = (pointX - c.planeX) * normalX + (pointY - c.planeY) * normalY;
    } else {
      normalX = body.cos * c.normalX - body.sin * c.normalY;
      normalY = body.sin * c.normalX + body.cos * c.normalY;
      float planeX = body.cos * c.planeX - body.sin * c.planeY + body.originX;
      float planeY = body.sin * c.planeX + body.cos * c.planeY + body.originY;
      pointX = c.pointX[i];
      pointY = c.pointY[i];
      separation = (pointX - planeX) * normalX + (pointY - planeY) * normalY;
    }
  }

  private static float clamp(float value, float low, float high) {
    float cut = value < high ? value : high;
    return low > cut ? low : cut;
  }
}
