// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.core;

import io.nyala.variables.Variable;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * An evaluation or prediction of several batches, all of which see the variables of one moment: the
 * model's own as long as no other thread changes them, else copies. A change that begins in the
 * meantime does not wait for the reading to end: it leaves it copies of what was.
 *
 * <p>What the reading's own thread changes between two batches, as a callback may, it sees.
 */
public final class ConsistentRead implements AutoCloseable {
  private static final Set<ConsistentRead> OPEN = ConcurrentHashMap.newKeySet();

  private final Holdings holdings;
  private final Thread thread = Thread.currentThread();
  private volatile Map<Variable, Variable> copies = Map.of();

  private ConsistentRead(Holdings holdings) {
    this.holdings = holdings.now();
  }

  /** Begins a reading of several batches. */
  public static ConsistentRead open(ModelCore model) {
    ConsistentRead reading = new ConsistentRead(model.holdings());
    OPEN.add(reading);
    if (Training.changes(reading.holdings)) {
      reading.keepCopies(Training.copies(reading.holdings));
    }
    return reading;
  }

  /** Returns a reading of a single batch, which need not be closed. */
  public static ConsistentRead once(ModelCore model) {
    return once(model.holdings());
  }

  /** Returns a reading of a single batch, which need not be closed. */
  public static ConsistentRead once(Holdings holdings) {
    ConsistentRead reading = new ConsistentRead(holdings);
    // A batch changes states; those that a training uses must stay as they are.
    if (reading.holdings.isStateful() && Training.changes(reading.holdings)) {
      reading.keepCopies(Training.copies(reading.holdings));
    }
    return reading;
  }

  @Override
  public void close() {
    OPEN.remove(this);
  }

  /** To be called before variables are changed: those who are reading keep what was. */
  static void beforeChange(Set<Variable> variables) {
    for (ConsistentRead reading : OPEN) {
      if (reading.thread != Thread.currentThread()) {
        reading.keep(variables);
      }
    }
  }

  private void keep(Set<Variable> changing) {
    List<Variable> needed = holdings.variables().stream().filter(changing::contains).toList();
    if (!needed.isEmpty()) {
      holdings.gates().close();
      try {
        keepCopies(Training.copiesOf(needed));
      } finally {
        holdings.gates().open();
      }
    }
  }

  private synchronized void keepCopies(Map<Variable, Variable> more) {
    Map<Variable, Variable> all = new IdentityHashMap<>();
    for (Variable v : holdings.variables()) {
      Variable earlier = copies.get(v);
      Variable copy = earlier == null ? more.get(v) : earlier;
      if (copy != null) {
        all.put(v, copy);
      }
    }
    copies = all;
  }

  /** Runs a batch on the variables of this reading. */
  public void run(Placed placed) {
    while (true) {
      Map<Variable, Variable> kept = copies;
      if (kept.size() == holdings.variables().size()) {
        runOnCopies(placed, kept); // nothing that others could change
        return;
      }
      holdings.gates().enter();
      try {
        // Inside, where nobody changes anything, what was seen holds until the end of the run.
        if (copies == kept && !(holdings.gates().isLateElsewhere() && mustCopy(kept))) {
          runOnCopies(placed, kept);
          return;
        }
      } finally {
        holdings.gates().exit();
      }
      if (copies == kept) {
        keepCopies(Training.copies(holdings));
      }
    }
  }

  /** Returns whether others change what there are no copies of yet. */
  private boolean mustCopy(Map<Variable, Variable> kept) {
    return kept.isEmpty() && Training.changes(holdings);
  }

  private static void runOnCopies(Placed placed, Map<Variable, Variable> copies) {
    if (copies.isEmpty()) {
      placed.run();
      placed.commit();
      return;
    }
    placed.variables(v -> copies.getOrDefault(v, v));
    try {
      placed.run();
      placed.commit();
    } finally {
      placed.variables(UnaryOperator.identity());
    }
  }
}
