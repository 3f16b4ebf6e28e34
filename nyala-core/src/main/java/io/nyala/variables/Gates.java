// SPDX-License-Identifier: Apache-2.0
package io.nyala.variables;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The gates of some variables, each once. They are always taken in the same order, so that those
 * who need several of them never wait for each other in a circle.
 */
public final class Gates {
  private final Gate[] gates;

  private Gates(Gate... gates) {
    this.gates = gates;
  }

  /** Returns the gates of variables; those that have none yet get one together. */
  public static Gates of(Collection<Variable> variables) {
    Gate fresh = new Gate();
    Set<Gate> found = new LinkedHashSet<>();
    for (Variable v : variables) {
      found.add(v.joinGate(fresh));
    }
    List<Gate> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparingLong(Gate::number));
    return new Gates(sorted.toArray(Gate[]::new));
  }

  /** Goes in, for reading; {@link #exit} is to follow. */
  public void enter() {
    for (Gate gate : gates) {
      gate.enter();
    }
  }

  /** Goes out again. */
  public void exit() {
    for (Gate gate : gates) {
      gate.exit();
    }
  }

  /** Closes all gates to those who read; {@link #open} is to follow. */
  public void close() {
    for (Gate gate : gates) {
      gate.close();
    }
  }

  /** Opens all gates again. */
  public void open() {
    for (int i = gates.length - 1; i >= 0; i--) {
      gates[i].open();
    }
  }

  /** Closes all gates for a change; {@link #open} is to follow. */
  public void beginChange() {
    close();
    for (Gate gate : gates) {
      gate.changed();
    }
  }

  /** Returns how many changes there were so far, to who has closed the gates. */
  public long changes() {
    long sum = 0;
    for (Gate gate : gates) {
      sum += gate.changes();
    }
    return sum;
  }

  /** Changes variables while no one reads them. */
  public void changing(Runnable work) {
    beginChange();
    try {
      work.run();
    } finally {
      open();
    }
  }

  /** Runs work during which no one else changes the variables; others may read them. */
  public <T> T holding(Supplier<T> work) {
    for (Gate gate : gates) {
      gate.hold();
    }
    try {
      return work.get();
    } finally {
      for (int i = gates.length - 1; i >= 0; i--) {
        gates[i].release();
      }
    }
  }

  /** Returns whether another thread trains with rows that lag behind; see {@link Gate#trainer}. */
  public boolean isLateElsewhere() {
    for (Gate gate : gates) {
      if (gate.isLateElsewhere()) {
        return true;
      }
    }
    return false;
  }

  /** Lets the calling thread train with rows that lag behind; returns the gates that were free. */
  public List<Gate> beginLate() {
    List<Gate> taken = new ArrayList<>();
    for (Gate gate : gates) {
      if (gate.trainer() == null) {
        gate.trainer(Thread.currentThread());
        taken.add(gate);
      }
    }
    return taken;
  }
}
