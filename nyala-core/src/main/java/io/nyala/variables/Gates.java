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
 * The distinct gates of some variables. They are always acquired in the same order, which prevents
 * deadlocks between threads that need several of them.
 */
public final class Gates {
  private final Gate[] gates;

  private Gates(Gate... gates) {
    this.gates = gates;
  }

  /** Returns the gates of the variables; variables without a gate get a common one. */
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

  /** Enters for reading; {@link #exit} must follow. */
  public void enter() {
    for (Gate gate : gates) {
      gate.enter();
    }
  }

  /** Leaves all gates. */
  public void exit() {
    for (Gate gate : gates) {
      gate.exit();
    }
  }

  /** Closes all gates to readers; {@link #open} must follow. */
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

  /** Closes all gates for a change; {@link #open} must follow. */
  public void beginChange() {
    close();
    for (Gate gate : gates) {
      gate.changed();
    }
  }

  /** Returns the number of changes so far; called by the thread that has closed the gates. */
  public long changes() {
    long sum = 0;
    for (Gate gate : gates) {
      sum += gate.changes();
    }
    return sum;
  }

  /** Runs work that changes the variables, while no other thread reads them. */
  public void changing(Runnable work) {
    beginChange();
    try {
      work.run();
    } finally {
      open();
    }
  }

  /** Runs work while no other thread changes the variables; others may read them. */
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

  /** Returns whether another thread trains with late rows; see {@link Gate#trainer}. */
  public boolean isLateElsewhere() {
    for (Gate gate : gates) {
      if (gate.isLateElsewhere()) {
        return true;
      }
    }
    return false;
  }

  /** Marks the calling thread as training with late rows; returns the gates that were free. */
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
