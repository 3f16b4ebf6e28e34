// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.box2d;

/**
 * The contacts, the latest first: the order in which Box2D processes them, on which the last bits
 * of its results depend.
 */
final class ContactList {
  private final Body[] bodies;
  private final Contact[] all; // pairs, listed or not
  private final EdgeCollider collider = new EdgeCollider();
  private Contact latest;

  ContactList(Edge[] edges, Body[] bodies) {
    this.bodies = bodies;
    all = new Contact[edges.length * bodies.length];
    for (int e = 0; e < edges.length; e++) {
      for (int b = 0; b < bodies.length; b++) {
        all[e * bodies.length + b] = new Contact(edges[e], bodies[b]);
      }
    }
  }

  /** Returns the maximum number of contacts. */
  int capacity() {
    return all.length;
  }

  /** Returns the first contact of the list, or null. */
  Contact latest() {
    return latest;
  }

  void clear() {
    latest = null;
    for (Contact contact : all) {
      contact.listed = false;
    }
  }

  /** Adds new contacts. */
  void find() {
    boolean moved = false;
    for (Body body : bodies) {
      moved |= body.boxMoved;
    }
    if (!moved) {
      return;
    }
    for (Contact contact : all) {
      if (contact.body.boxMoved && !contact.listed && contact.edge.isNear(contact.body)) {
        contact.begin();
        add(contact);
      }
    }
    for (Body body : bodies) {
      body.boxMoved = false;
    }
  }

  private void add(Contact contact) {
    contact.previous = null;
    contact.next = latest;
    if (latest != null) {
      latest.previous = contact;
    }
    latest = contact;
  }

  private void remove(Contact contact) {
    if (contact.previous != null) {
      contact.previous.next = contact.next;
    } else {
      latest = contact.next;
    }
    if (contact.next != null) {
      contact.next.previous = contact.previous;
    }
    contact.end();
  }

  /** Updates contacts, and removes those that are no longer near. */
  void update() {
    for (Contact contact = latest; contact != null; ) {
      Contact next = contact.next;
      if (contact.body.awake) {
        if (contact.edge.isNear(contact.body)) {
          contact.update(collider);
        } else {
          remove(contact);
        }
      }
      contact = next;
    }
  }

  /** Updates a contact. */
  void update(Contact contact) {
    contact.update(collider);
  }

  // Checkpoints

  /** Returns the number of values that {@link #save} writes. */
  int numbers() {
    return (1 + Contact.NUMBERS) * all.length;
  }

  void save(double[] into, int from) {
    for (int i = 0; i < all.length; i++) {
      int at = from + i * (1 + Contact.NUMBERS);
      into[at] = all[i].listed ? age(all[i]) : 0;
      all[i].save(into, at + 1);
    }
  }

  /** Returns the number of contacts that are at least as old as a contact. */
  private static int age(Contact contact) {
    int age = 0;
    for (Contact c = contact; c != null; c = c.next) {
      age++;
    }
    return age;
  }

  void load(double[] saved, int from) {
    clear();
    for (int age = 1; age <= all.length; age++) {
      for (int i = 0; i < all.length; i++) {
        int at = from + i * (1 + Contact.NUMBERS);
        if ((int) saved[at] == age) {
          all[i].begin();
          all[i].load(saved, at + 1);
          add(all[i]);
        }
      }
    }
  }
}
