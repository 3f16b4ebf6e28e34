// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.variables.LateRows;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A rule by which gradients change weights.
 *
 * <p>All weights lie in one flat array, their gradients in another and each kind of number that the
 * rule keeps (a {@link Slot}) in one more, at the same positions. An update is one pass over them
 * in fixed chunks, so its result does not depend on the number of threads, and it allocates
 * nothing: gradients are averaged over accumulated batches, clipped, weights decay, the rule is
 * applied, and moving averages follow. Constraints are applied by the trainer afterwards.
 *
 * <p>Settings that all optimizers share are in {@link FluentOptimizer}, which a rule of your own
 * extends: it names its slots, computes what all elements share in {@link #begin} and changes a
 * stretch of weights in {@link #update}.
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

  // What a rule says

  /** Names the numbers kept beside each weight, in the order of {@link #slot}. */
  protected abstract List<Slot> slots();

  /**
   * Computes what all elements of an update share.
   *
   * @param rate the learning rate
   * @param step the number of this update, 1 for the first
   */
  protected abstract void begin(float rate, long step);

  /**
   * Updates a stretch of weights. Called from several threads, for other stretches each; must not
   * write to fields.
   */
  protected abstract void update(float[] weights, float[] gradients, int from, int to);

  /**
   * Returns whether updates without gradient can be made up later by {@link #catchUp}. Then a table
   * of which a step reads few rows, such as word vectors, costs by these rows. Weights whose slots
   * are all zero must not change without gradient. By default not.
   */
  protected boolean canCatchUp() {
    return false;
  }

  /**
   * Told after each update how many there were since all rows were up to date; 0 when all are.
   * Called with the settings of {@link #begin} still in place.
   */
  protected void counted(int now) {}

  /**
   * Makes up for updates {@code since + 1} to {@code now}, counted as in {@link #counted}, in all
   * of which the gradients of a stretch were zero. Called from several threads like {@link
   * #update}.
   */
  protected void catchUp(float[] weights, int from, int to, int since, int now) {}

  /**
   * Returns whether {@link #update} wants each variable in one piece, as rules do that take norms
   * of variables; by default it gets stretches of any kind.
   */
  protected boolean byVariable() {
    return false;
  }

  /** Called once when the rule gets its variables, for numbers that are not beside each weight. */
  protected void bound(List<Segment> variables) {}

  /** Returns how much a variable decays, null for not at all; as the settings say by default. */
  protected Double decayOf(Segment variable) {
    return settings.weightDecay;
  }

  /** Returns the settings of the rule itself under their Keras names. */
  protected abstract Map<String, Object> ruleConfig();

  /** Returns variables of the rule that belong to no weight, for files; usually none. */
  protected List<Variable> extraVariables() {
    return List.of();
  }

  /** Returns the numbers of one slot, at the positions of their weights; not a copy. */
  public final float[] slot(int index) {
    return state.slots[index];
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
   * Sets the learning rate of the updates to come.
   *
   * @throws IllegalStateException if a schedule decides
   */
  public Optimizer learningRate(double newRate) {
    learningRate.requireSettable("learningRate");
    learningRate.set(newRate);
    return this;
  }

  /** Rejects, in the name of who is going to set the rate, where a schedule decides it. */
  public void requireSettableRate(String by) {
    learningRate.requireSettable(by);
  }

  /** Lets a schedule decide the learning rate; with null, the last number set. */
  public Optimizer learningRate(Schedule newSchedule) {
    learningRate.schedule(newSchedule);
    return this;
  }

  /** Returns the schedule that decides the learning rate, or null. */
  public final Schedule schedule() {
    return learningRate.schedule();
  }

  // Binding

  /**
   * Gives the arrays to work on. Binding again to the same variables, perhaps in other arrays,
   * keeps slots and iterations.
   *
   * @param weights all weights; changed by {@link #apply}
   * @param gradients their gradients at the same positions; may be changed by {@link #apply}; null
   *     to read and set what it keeps, until it is bound again before {@link #apply}
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
   * Lets the rows of a variable wait for updates without gradient, if the rule and the settings
   * allow it: no weight decay of this variable, no averages of weights, no accumulation. The
   * results are those of the whole update but for rounding.
   *
   * @param segment the place of the variable among {@link #segments}; a matrix
   * @return what keeps its rows, the same one in every call; null if they cannot wait
   */
  public LateRows lateRows(int segment) {
    return pass.lateRows(segment);
  }

  /**
   * Brings rows that wait up to date. Reading weights or slots by their variables does so by
   * itself, but from then on rounding may differ from that of a run without reading; hence {@code
   * fit} calls this at the end of each epoch in any case.
   */
  public void settle() {
    if (pass != null) {
      pass.settle();
    }
  }

  /**
   * Returns whether no row waits, so that reading weights or slots changes nothing. Comes about
   * every few hundred updates, and whenever {@link #settle} is called.
   */
  public boolean isSettled() {
    return pass == null || pass.isSettled();
  }

  /** Slots are about to be read, or replaced by others. */
  final void expectAnything() {
    pass.expectAnything();
  }

  // Updating

  /**
   * Makes one update with the gradients that the bound array holds.
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

  /** Ends training: with moving averages, the weights become their averages. */
  public void finish() {
    if (state != null && iterations > 0) {
      state.takeAverages();
    }
  }

  // State

  /** Returns how many times {@link #apply} has been called: Keras's {@code iterations}. */
  public long iterations() {
    return iterations;
  }

  /** Sets how many times {@link #apply} has been called, when state is restored. */
  public void iterations(long count) {
    if (count < 0) {
      throw new IllegalArgumentException(
          "optimizer \"" + name + "\": iterations must be at least 0, got " + count);
    }
    settle();
    iterations = count;
  }

  /** Returns the moving averages at the positions of their weights, or null without them. */
  public final float[] averages() {
    return state == null ? null : state.averages;
  }

  /** Returns the variables to which it is bound, or null. */
  public List<Segment> segments() {
    return state == null ? null : state.segments;
  }

  /**
   * Returns everything to be stored beside iterations and learning rate, in the order of Keras's
   * files: averages, accumulated gradients, slots (the slots of a group variable by variable), and
   * variables of the rule itself. The variables are windows on the state: reading them reads it,
   * setting them sets it.
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
   * Returns windows on the slots, in the order of Keras's files.
   *
   * @param order the variables to which it is bound, in the order in which a file has them
   */
  protected List<Variable> slotVariables(List<Segment> order) {
    return state.slotVariables(order);
  }

  /** Returns a window on the numbers of a slot that stand beside one variable. */
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
