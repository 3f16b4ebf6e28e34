// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.peers.Peers;
import io.nyala.settings.Arguments;
import io.nyala.variables.LateRows;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Base class of optimizers, which update weights from gradients.
 *
 * <p>All weights are in one flat array, their gradients in another, and each kind of optimizer
 * state (a {@link Slot}) in one more, at the same positions. An update is one pass over them in
 * fixed chunks, so its result does not depend on the number of threads, and it allocates nothing:
 * gradients are averaged over accumulated batches, clipped, weights decay, the rule is applied, and
 * moving averages follow. Constraints are applied by the trainer afterwards.
 *
 * <p>Settings that all optimizers share are in {@link FluentOptimizer}, which custom optimizers
 * extend: they declare their slots, compute the values shared by all elements in {@link #begin},
 * and update a range of weights in {@link #update}.
 */
public abstract class Optimizer {
  private final String name;
  private final LearningRate learningRate;
  final OptimizerSettings settings = new OptimizerSettings();

  private OptimizerState state;
  private UpdatePass pass;
  private long iterations;

  /**
   * Creates an optimizer.
   *
   * @param name Keras's name, for example {@code adam}
   * @param learningRate at least 0
   */
  protected Optimizer(String name, double learningRate) {
    this.name = name;
    this.learningRate = new LearningRate(name, learningRate);
  }

  // The update rule

  /** Returns the state kept for each weight, in the order of {@link #slot}. */
  protected abstract List<Slot> slots();

  /**
   * Computes the values shared by all elements of an update.
   *
   * @param rate the learning rate
   * @param step the number of this update, 1 for the first
   */
  protected abstract void begin(float rate, long step);

  /**
   * Updates a range of weights. Called from several threads for different ranges; must not write to
   * fields.
   */
  protected abstract void update(float[] weights, float[] gradients, int from, int to);

  /**
   * Returns whether updates without gradient can be deferred and applied by {@link #catchUp}. For a
   * table of which a step reads few rows, such as word vectors, the cost then depends only on these
   * rows. Weights whose slots are all zero must not change without gradient. Default false.
   */
  protected boolean canCatchUp() {
    return false;
  }

  /**
   * Called after each update with the number of updates since all rows were up to date; 0 if all
   * are. Called with the settings of {@link #begin} still in place.
   */
  protected void counted(int now) {}

  /**
   * Applies the deferred updates {@code since + 1} to {@code now}, counted as in {@link #counted},
   * in which all gradients of a range were zero. Called from several threads like {@link #update}.
   */
  protected void catchUp(float[] weights, int from, int to, int since, int now) {}

  /**
   * Returns whether {@link #update} needs each variable as a whole, for example to compute norms of
   * variables; by default it receives arbitrary ranges.
   */
  protected boolean byVariable() {
    return false;
  }

  /** Called once when the variables are known, to allocate state that is not per weight. */
  protected void bound(List<Segment> variables) {}

  /** Returns the weight decay of a variable, null for none; default as configured. */
  protected Double decayOf(Segment variable) {
    return settings.weightDecay;
  }

  /** Returns the settings of the rule itself under their Keras names. */
  protected abstract Map<String, Object> ruleConfig();

  /** Returns state variables that do not belong to a weight, for files; usually none. */
  protected List<Variable> extraVariables() {
    return List.of();
  }

  /**
   * Returns whether the update of a range needs only the slots of that range and what {@link
   * #begin} computes. Several processes can then update a part of the weights each; {@link #update}
   * and {@link #slot} then work on copies of a part, which has other positions unless the rule
   * works {@link #byVariable}. By default true without {@link #extraVariables}.
   */
  protected boolean isDivisible() {
    return extraVariables().isEmpty();
  }

  /**
   * Returns the values of one slot, at the positions of their weights; not a copy.
   *
   * @throws IllegalStateException outside of {@link #update}, if processes have parts of the slots
   */
  public final float[] slot(int index) {
    float[] slot = state.slots[index];
    return slot != null ? slot : division().slot(index);
  }

  /** Returns the names of the slots, for example {@code [momentum, velocity]}. */
  public final List<String> slotNames() {
    return slots().stream().map(Slot::name).toList();
  }

  // Learning rate

  /** Returns the learning rate of the next update. */
  public final double learningRate() {
    return learningRate.at(iterations);
  }

  /**
   * Sets the learning rate of the following updates.
   *
   * @throws IllegalStateException if a schedule sets the rate
   */
  public Optimizer learningRate(double newRate) {
    learningRate.requireSettable("learningRate");
    learningRate.set(newRate);
    return this;
  }

  /** Throws if a schedule sets the rate; {@code by} names the caller in the message. */
  public void requireSettableRate(String by) {
    learningRate.requireSettable(by);
  }

  /** Sets the learning rate schedule; null to return to the last rate that was set. */
  public Optimizer learningRate(Schedule newSchedule) {
    learningRate.schedule(newSchedule);
    return this;
  }

  /** Returns the learning rate schedule, or null. */
  public final Schedule schedule() {
    return learningRate.schedule();
  }

  // Binding

  /**
   * Binds the optimizer to the arrays to work on. Binding again to the same variables, perhaps in
   * other arrays, keeps slots and iterations.
   *
   * @param weights all weights; changed by {@link #apply}
   * @param gradients their gradients at the same positions; may be changed by {@link #apply}; null
   *     to only read and set the optimizer state, until it is bound again before {@link #apply}
   * @param segments the variables to update, ascending and without overlap
   * @throws IllegalStateException if it is bound to other variables
   */
  public void bind(float[] weights, float[] gradients, List<Segment> segments) {
    Segments.check(name, weights, gradients == null ? weights : gradients, segments);
    Segments.requireSame(name, segments(), segments);
    settle();
    if (state == null) {
      List<Segment> all = List.copyOf(segments);
      bound(all);
      state = new OptimizerState(this, all, weights.length);
      pass = new UpdatePass(this, state);
    }
    state.weights = weights;
    state.gradients = gradients;
  }

  // Tables of which a step reads few rows

  /**
   * Defers updates without gradient for the rows of a variable, if the optimizer and its settings
   * allow it: no weight decay of this variable, no averages of weights, no accumulation. The
   * results equal those of full updates except for rounding.
   *
   * @param segment the index of the variable in {@link #segments}; a matrix
   * @return the tracker of its rows, the same in every call; null if updates cannot be deferred
   */
  public LateRows lateRows(int segment) {
    return pass.lateRows(segment);
  }

  /**
   * Applies all deferred updates. Reading weights or slots through their variables does this
   * automatically, but rounding may then differ from a run without reading; hence {@code fit} calls
   * this at the end of each epoch in any case.
   */
  public void settle() {
    if (pass != null) {
      pass.settle();
    }
  }

  /**
   * Returns whether no updates are deferred, so that reading weights or slots changes nothing. This
   * is the case every few hundred updates, and after each call of {@link #settle}.
   */
  public boolean isSettled() {
    return pass == null || pass.isSettled();
  }

  /** Called before slots are read or replaced. */
  final void expectAnything() {
    pass.expectAnything();
  }

  // Several processes

  /**
   * Divides the following updates between processes: each updates the weights of its slices and
   * keeps the slots of these only, see {@link Division}.
   *
   * @return the bounds of the slices, as {@link Peers} exchanges them; null if each process updates
   *     all weights, because the rule cannot be divided
   */
  public int[] divide(Peers peers) {
    return pass.divide(Arguments.given("peers", peers));
  }

  /** Completes the state in all processes, and makes this one update all weights again. */
  public void undivide() {
    if (pass != null) {
      pass.divide(null);
    }
  }

  /** Returns the division between processes, or null. */
  public final Division division() {
    return pass == null ? null : pass.division();
  }

  // Updating

  /**
   * Makes one update with the gradients in the bound array.
   *
   * @throws IllegalStateException if {@link #bind} has not been called
   */
  public void apply() {
    if (state == null || state.gradients == null) {
      throw new IllegalStateException(
          "optimizer \"" + name + "\": bind it to weights and gradients first");
    }
    pass.apply(iterations);
    iterations++;
  }

  /** Ends training: replaces the weights by their moving averages, if enabled. */
  public void finish() {
    if (division() != null) {
      division().collectWhole();
    }
    if (state != null && iterations > 0) {
      state.takeAverages();
    }
  }

  // State

  /** Returns the number of calls of {@link #apply}, Keras's {@code iterations}. */
  public long iterations() {
    return iterations;
  }

  /** Sets the number of calls of {@link #apply}, for restoring state. */
  public void iterations(long count) {
    if (count < 0) {
      throw new IllegalArgumentException(
          "optimizer \"" + name + "\": iterations must be at least 0, got " + count);
    }
    settle();
    iterations = count;
  }

  /** Returns the moving averages at the positions of their weights, or null if disabled. */
  public final float[] averages() {
    return state == null ? null : state.averages;
  }

  /** Returns the bound variables, or null. */
  public List<Segment> segments() {
    return state == null ? null : state.segments;
  }

  /**
   * Returns the state to store in addition to iterations and learning rate, in the order of Keras's
   * files: averages, accumulated gradients, slots (the slots of a group variable by variable), and
   * state that is not per weight. The variables are views: reading or setting them reads or sets
   * the state.
   *
   * @throws IllegalStateException if {@link #bind} has not been called
   */
  public final List<Variable> variables() {
    if (segments() == null) {
      throw new IllegalStateException("optimizer \"" + name + "\": bind it to weights first");
    }
    return variables(segments());
  }

  /**
   * Returns the same as {@link #variables()}, for weights in another order.
   *
   * @param order all of {@link #segments}
   */
  public List<Variable> variables(List<Segment> order) {
    List<Variable> variables = new ArrayList<>(state.averageVariables(order));
    variables.addAll(slotVariables(order));
    variables.addAll(extraVariables());
    return variables;
  }

  /**
   * Returns views of the slots, in the order of Keras's files.
   *
   * @param order the bound variables, in file order
   */
  protected List<Variable> slotVariables(List<Segment> order) {
    return state.slotVariables(order);
  }

  /** Returns a view of a slot's values for one variable. */
  protected final Variable window(Segment segment, String slotName, float[] data) {
    return state.window(segment, slotName, data);
  }

  // Configuration

  /** Returns Keras's name, for example {@code adam}. */
  public final String name() {
    return name;
  }

  /** Returns Keras's class name, for example {@code RMSprop}. */
  public String className() {
    return getClass().getSimpleName();
  }

  /** Returns the settings under their Keras names. */
  public final Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", name);
    config.put("learning_rate", learningRate.form());
    settings.addTo(config);
    config.putAll(ruleConfig());
    return config;
  }
}
