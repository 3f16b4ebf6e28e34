// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.core;

import io.nyala.variables.Gate;
import io.nyala.variables.Gates;
import io.nyala.variables.Variable;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A training run in progress: which thread changes which variables. At most one run at a time
 * changes a variable, regardless of the models that contain it, and no other training run reads it
 * meanwhile. Runs may nest within their thread, for example in a callback.
 */
public final class Training implements AutoCloseable {
  private static final Training[] NONE = {};

  /** Replaced as a whole, under the lock of this class. */
  private static volatile Training[] underWay = NONE;

  private final Object who;
  private final Supplier<Holdings> held;
  private final String what;
  private final Holdings written;
  private final Thread thread = Thread.currentThread();
  private final Training[] alone = {this}; // as underWay while there is no other
  private boolean ended; // used only by the thread
  private List<Gate> late; // null until some rows are updated lazily

  // Written and read while the gates are closed.
  private long copiedAt = -1;
  private WeakReference<Map<Variable, Variable>> copies; // null before the first

  private Training(Object who, Supplier<Holdings> held, String what, Holdings written) {
    this.who = who;
    this.held = held;
    this.what = what;
    this.written = written;
  }

  /**
   * Starts a training run.
   *
   * @param what the method that the user called, for messages
   * @param written the variables that it changes
   * @throws IllegalStateException if another thread changes variables of the model, or needs those
   *     that this run would change
   */
  public static Training begin(ModelCore model, String what, Holdings written) {
    return begin(model, model::holdings, what, written);
  }

  /**
   * Starts a training run of something other than a single model.
   *
   * @param who the object that trains, for messages
   * @param held supplies all variables that it needs
   * @param what the method that the user called, for messages
   * @param written the variables that it changes
   * @throws IllegalStateException as for a model
   */
  public static Training begin(Object who, Supplier<Holdings> held, String what, Holdings written) {
    return new Training(who, held, what, written).enter();
  }

  /**
   * Starts the same training run once more, or one like it if another thread is calling or this one
   * has not ended. Allocates nothing in the first case, for runs of a single step.
   *
   * @throws IllegalStateException as {@link #begin}
   */
  public Training again() {
    if (thread != Thread.currentThread() || !ended) {
      return begin(who, held, what, written);
    }
    late = null;
    return enter();
  }

  private Training enter() {
    synchronized (Training.class) {
      for (Training other : underWay) {
        if (other.thread != thread
            && (other.written.share(held.get()) || written.share(other.held.get()))) {
          throw refusal(who, what, other);
        }
      }
      int n = underWay.length;
      if (n == 0) {
        underWay = alone;
      } else {
        Training[] more = Arrays.copyOf(underWay, n + 1);
        more[n] = this;
        underWay = more;
      }
    }
    ended = false;
    ConsistentRead.beforeChange(written.now().variables());
    return this;
  }

  @Override
  public void close() {
    if (late != null) {
      late.forEach(gate -> gate.trainer(null));
    }
    synchronized (Training.class) {
      if (underWay.length == 1) {
        underWay = NONE; // calls that occur once per batch must stay fast
      } else {
        underWay = Arrays.stream(underWay).filter(t -> t != this).toArray(Training[]::new);
      }
    }
    ended = true;
  }

  /**
   * Rejects operations that are not allowed while the model is being trained.
   *
   * @param byCallbacks whether the training thread itself may perform the operation
   * @throws IllegalStateException if the model is being trained
   */
  public static void refuse(ModelCore model, String what, boolean byCallbacks) {
    Holdings holdings = model.holdings();
    for (Training t : underWay) {
      if (!(byCallbacks && t.thread == Thread.currentThread())
          && (t.who == model || holdings != null && t.written.share(holdings))) {
        throw refusal(model, what, t);
      }
    }
  }

  private static IllegalStateException refusal(Object who, String what, Training other) {
    String trained = other.who == who ? "it is" : other.who + ", which shares layers with it, is";
    String where =
        other.thread == Thread.currentThread()
            ? "here, by a callback or something else that " + other.what + " called"
            : "by thread \"%s\" (%s)".formatted(other.thread.getName(), other.what);
    return new IllegalStateException(
        ("%s: %s is not allowed while %s being trained %s; wait until training has ended, or use "
                + "another model with copies of the weights (setWeights(getWeights())). evaluate, "
                + "predict and getWeights may be called at any time")
            .formatted(who, what, trained, where));
  }

  /** Returns whether this model is being trained, by any thread. */
  static boolean isUnderWay(ModelCore model) {
    Holdings holdings = model.holdings();
    for (Training t : underWay) {
      if (t.who == model || holdings != null && t.written.share(holdings)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether another thread is changing any of these variables. */
  static boolean changes(Holdings holdings) {
    for (Training t : underWay) {
      if (t.thread != Thread.currentThread() && t.written.share(holdings)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns copies of those of these variables that other threads are changing, each as it is
   * between two steps of its training run.
   */
  static Map<Variable, Variable> copies(Holdings holdings) {
    Map<Variable, Variable> all = new IdentityHashMap<>();
    for (Training t : underWay) {
      if (t.thread != Thread.currentThread() && t.written.share(holdings)) {
        all.putAll(t.copies());
      }
    }
    return all;
  }

  /** Requests between the same two steps share the copies. */
  private Map<Variable, Variable> copies() {
    Holdings changed = written.now();
    Gates gates = changed.gates();
    gates.close();
    try {
      Map<Variable, Variable> made = copies == null ? null : copies.get();
      if (made == null || copiedAt != gates.changes()) {
        made = copiesOf(changed.variables());
        copies = new WeakReference<>(made);
        copiedAt = gates.changes();
      }
      return made;
    } finally {
      gates.open();
    }
  }

  /** Returns copies of variables whose gates are closed. */
  static Map<Variable, Variable> copiesOf(Collection<Variable> variables) {
    Map<Variable, Variable> made = new IdentityHashMap<>();
    for (Variable v : variables) {
      made.put(v, Variable.in(v.name(), v.shape(), v.peek().floats(), 0));
    }
    return made;
  }

  // For the trainer

  /**
   * Declares that rows may be updated lazily from now on, so that other threads only read copies.
   */
  public void late() {
    if (late == null) {
      late = written.gates().beginLate();
    }
  }
}
