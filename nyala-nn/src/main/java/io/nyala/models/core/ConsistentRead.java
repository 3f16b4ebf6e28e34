// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.core;

import io.nyala.kernel.WorkerPool;
import io.nyala.variables.Variable;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * An evaluation or prediction over several batches that all see the same snapshot of the variables:
 * the model's own variables as long as no other thread changes them, otherwise copies. A change
 * that starts in the meantime does not wait for the read to end. Instead, the read gets copies of
 * the old values.
 *
 * <p>Changes made by the reading thread itself between two batches, for example in a callback, are
 * visible to it.
 */
public final class ConsistentRead implements AutoCloseable {
  private static final Set<ConsistentRead> OPEN = ConcurrentHashMap.newKeySet();

  private final Holdings holdings;
  private final WorkerPool ownPool; // of the model, or null
  private final Thread thread = Thread.currentThread();
  private volatile Map<Variable, Variable> copies = Map.of();

  private ConsistentRead(Holdings holdings, WorkerPool ownPool) {
    this.holdings = holdings.now();
    this.ownPool = ownPool;
  }

  /** Starts a read of several batches. */
  public static ConsistentRead open(ModelCore model) {
    ConsistentRead reading = new ConsistentRead(model.holdings(), model.ownPool());
    OPEN.add(reading);
    if (Training.changes(reading.holdings)) {
      reading.keepCopies(Training.copies(reading.holdings));
    }
    return reading;
  }

  /** Returns a read of a single batch, which need not be closed. */
  public static ConsistentRead once(ModelCore model) {
    return once(model.holdings(), model.ownPool());
  }

  /** Returns a read of a single batch, which need not be closed. */
  public static ConsistentRead once(Holdings holdings) {
    return once(holdings, null);
  }

  private static ConsistentRead once(Holdings holdings, WorkerPool ownPool) {
    ConsistentRead reading = new ConsistentRead(holdings, ownPool);
    // A batch changes states, but those used by a training run must not change.
    if (reading.holdings.isStateful() && Training.changes(reading.holdings)) {
      reading.keepCopies(Training.copies(reading.holdings));
    }
    return reading;
  }

  @Override
  public void close() {
    OPEN.remove(this);
  }

  /** Must be called before variables are changed, so that active reads keep the old values. */
  static void beforeChange(Set<Variable> variables) {
    if (OPEN.isEmpty()) {
      return; // an iterator would be allocated in each step of a training
    }
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

  /** Runs a batch on the variables of this read. */
  public void run(Placed placed) {
    if (ownPool == null) {
      runHere(placed);
      return;
    }
    WorkerPool.using(
        ownPool,
        () -> {
          runHere(placed);
          return null;
        });
  }

  private void runHere(Placed placed) {
    while (true) {
      Map<Variable, Variable> kept = copies;
      if (kept.size() == holdings.variables().size()) {
        runOnCopies(placed, kept); // nothing that other threads could change
        return;
      }
      holdings.gates().enter();
      try {
        // No thread changes variables inside, so this result stays valid until the end of the run.
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

  /** Returns whether other threads are changing variables that have not been copied yet. */
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
