// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.kernel.WorkerPool;
import io.nyala.variables.LateRows;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.Arrays;
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
  /**
   * Averages of gradients that have ceased, and weights that a penalty pulls to zero, die away
   * through the subnormal numbers, with which processors are a hundred times slower. Every so many
   * updates, what is smaller than these becomes zero.
   */
  private static final long FLUSH_EVERY = 64;

  private static final float NO_WEIGHT = 1e-15f;
  static final float NO_SLOT = 1e-32f;

  private final String name;
  private final LearningRate learningRate;
  final OptimizerSettings settings = new OptimizerSettings();

  private float[] weights;
  private float[] gradients;
  private List<Segment> segments;
  private List<Slot> slots;
  private float[][] slotData;
  private float[] averages;
  private float[] accumulator;
  private long iterations;

  private RowUpdates rowUpdates;
  private boolean[] byRows;
  private Chunks chunks;
  private boolean[] decays;
  private boolean anyDecays;
  private double[] pieceSquares;
  private double[] rowSquares;
  private float[] norms;

  // What the chunks of the current pass need; written before the pool starts, read by its threads.
  private final WorkerPool.Task normPass = this::gatherSquares;
  private final WorkerPool.Task updatePass = this::updateChunk;
  private boolean updating;
  private boolean flushing;
  private float rate;
  private float globalScale;
  private float averageMomentum;
  private boolean overwriting;

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
   * Tells whether updates without gradient can be made up later by {@link #catchUp}. Then a table
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
   * Tells whether {@link #update} wants each variable in one piece, as rules do that take norms of
   * variables; by default it gets stretches of any kind.
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

  /** Returns the settings of the rule itself under Keras's names. */
  protected abstract Map<String, Object> ruleConfig();

  /** Returns variables of the rule that belong to no weight, for files; usually none. */
  protected List<Variable> extraVariables() {
    return List.of();
  }

  /** Returns the numbers of one slot, at the positions of their weights; not a copy. */
  public final float[] slot(int index) {
    return slotData[index];
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

  /** Refuses, in the name of who is going to set the rate, where a schedule decides it. */
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
    Segments.requireSame(name, this.segments, segments);
    settle();
    this.weights = weights;
    this.gradients = gradients;
    if (rowUpdates != null) {
      rowUpdates.weights(weights);
    }
    if (this.segments == null) {
      allocate(List.copyOf(segments));
    }
  }

  private void allocate(List<Segment> bound) {
    segments = bound;
    chunks = byVariable() ? Chunks.whole(bound) : new Chunks(bound, new boolean[bound.size()]);
    bound(bound);
    slots = List.copyOf(slots());
    slotData = new float[slots.size()][weights.length];
    for (int i = 0; i < slotData.length; i++) {
      Arrays.fill(slotData[i], slots.get(i).initial());
    }
    averages = settings.ema ? new float[weights.length] : null;
    accumulator = settings.accumulationSteps > 1 ? new float[weights.length] : null;
    decays = new boolean[bound.size()];
    for (int i = 0; i < decays.length; i++) {
      decays[i] = decayOf(bound.get(i)) != null && !settings.isExcludedFromDecay(bound.get(i));
      anyDecays |= decays[i];
    }
    if (settings.clipping.needsNorms()) {
      pieceSquares = new double[chunks.pieces()];
      norms = new float[bound.size()];
    }
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
    if (averages != null || accumulator != null || decays[segment] || !canCatchUp()) {
      return null;
    }
    if (rowUpdates == null) {
      rowUpdates = new RowUpdates(this);
      rowUpdates.weights(weights);
      byRows = new boolean[segments.size()];
    }
    for (RowUpdates.Table table : rowUpdates.tables()) {
      if (table.segment == segment) {
        return table;
      }
    }
    byRows[segment] = true;
    chunks = new Chunks(segments, byRows);
    if (pieceSquares != null) {
      pieceSquares = new double[chunks.pieces()];
      rowSquares = new double[(rowUpdates.tables().size() + 1) * RowUpdates.PARTS];
    }
    return rowUpdates.add(segment, segments.get(segment));
  }

  /**
   * Brings rows that wait up to date. Reading weights or slots by their variables does so by
   * itself, but from then on rounding may differ from that of a run without reading; hence {@code
   * fit} calls this at the end of each epoch in any case.
   */
  public void settle() {
    if (rowUpdates != null) {
      rowUpdates.settle();
    }
  }

  /**
   * Tells whether no row waits, so that reading weights or slots changes nothing. Comes about every
   * few hundred updates, and whenever {@link #settle} is called.
   */
  public boolean isSettled() {
    return rowUpdates == null || rowUpdates.isSettled();
  }

  final float[][] slotArrays() {
    return slotData;
  }

  // Updating

  /**
   * Makes one update with the gradients that the bound array holds.
   *
   * @throws IllegalStateException if {@link #bind} has not been called
   */
  public void apply() {
    if (gradients == null) {
      throw new IllegalStateException(
          "optimizer \"" + name + "\": bind it to weights and gradients first");
    }
    if (rowUpdates != null) {
      rowUpdates.begin();
    }
    updating = accumulator == null || (iterations + 1) % settings.accumulationSteps == 0;
    if (updating) {
      rate = (float) learningRate();
      begin(rate, updates() + 1);
      if (settings.clipping.needsNorms()) {
        WorkerPool.shared().run(normPass, tasks());
        combineSquares();
      }
    }
    flushing = updates() % FLUSH_EVERY == FLUSH_EVERY - 1;
    averageMomentum = updates() == 0 ? 0 : (float) settings.emaMomentum;
    overwriting =
        settings.emaOverwriteFrequency > 0 && (updates() + 1) % settings.emaOverwriteFrequency == 0;
    WorkerPool.shared().run(updatePass, tasks());
    if (rowUpdates != null) {
      rowUpdates.end();
    }
    iterations++;
  }

  private int tasks() {
    return chunks.count()
        + (rowUpdates == null ? 0 : rowUpdates.tables().size() * RowUpdates.PARTS);
  }

  private void gatherSquares(int chunk) {
    if (chunk >= chunks.count()) {
      gatherRowSquares(chunk - chunks.count());
      return;
    }
    if (accumulator != null) {
      FlatMath.takeMean(
          accumulator, gradients, chunks.from(chunk), chunks.to(chunk), settings.accumulationSteps);
    }
    for (int p = chunks.firstPiece(chunk); p < chunks.firstPiece(chunk + 1); p++) {
      pieceSquares[p] = FlatMath.sumOfSquares(gradients, chunks.pieceFrom(p), chunks.pieceTo(p));
    }
  }

  private void gatherRowSquares(int task) {
    RowUpdates.Table table = rowUpdates.tables().get(task / RowUpdates.PARTS);
    rowSquares[task] = table.sumOfSquares(gradients, task % RowUpdates.PARTS);
  }

  private double combineRowSquares() {
    double all = 0;
    for (int t = 0; rowUpdates != null && t < rowUpdates.tables().size(); t++) {
      double sum = 0;
      for (int part = 0; part < RowUpdates.PARTS; part++) {
        sum += rowSquares[t * RowUpdates.PARTS + part];
      }
      norms[rowUpdates.tables().get(t).segment] = (float) Math.sqrt(sum);
      all += sum;
    }
    return all;
  }

  private void combineSquares() {
    int last = -1;
    double all = combineRowSquares();
    double sum = 0;
    for (int p = 0; p < pieceSquares.length; p++) {
      int segment = chunks.pieceSegment(p);
      sum = segment == last ? sum + pieceSquares[p] : pieceSquares[p];
      norms[segment] = (float) Math.sqrt(sum);
      all += pieceSquares[p];
      last = segment;
    }
    float norm = (float) Math.sqrt(all);
    float limit = settings.clipLimit;
    // The last term turns an infinite norm into NaN, which is then seen rather than hidden.
    globalScale = limit * Math.min(1 / norm, 1 / limit) + (norm - norm);
  }

  private void updateRows(int task) {
    RowUpdates.Table table = rowUpdates.tables().get(task / RowUpdates.PARTS);
    int part = task % RowUpdates.PARTS;
    if (!table.isPlanned()) {
      int at = table.offset + table.row0(part) * table.width;
      int end = table.offset + table.row0(part + 1) * table.width;
      clipStretch(table.segment, at, end);
      update(weights, gradients, at, end);
      table.takeAll(table.row0(part), table.row0(part + 1));
      return;
    }
    for (int place = table.place(part); place < table.place(part + 1); place++) {
      int at = table.take(place);
      clipStretch(table.segment, at, at + table.width);
      update(weights, gradients, at, at + table.width);
    }
  }

  private void clipStretch(int segment, int from, int to) {
    float limit = settings.clipLimit;
    switch (settings.clipping) {
      case NONE -> {}
      case BY_VALUE -> FlatMath.clip(gradients, from, to, limit);
      case BY_GLOBAL_NORM -> FlatMath.scale(gradients, from, to, globalScale);
      case BY_NORM -> FlatMath.scale(gradients, from, to, limit, Math.max(norms[segment], limit));
    }
  }

  private void updateChunk(int chunk) {
    if (chunk >= chunks.count()) {
      updateRows(chunk - chunks.count());
      return;
    }
    int from = chunks.from(chunk);
    int to = chunks.to(chunk);
    if (!updating) {
      FlatMath.add(accumulator, gradients, from, to);
    } else {
      if (accumulator != null && !settings.clipping.needsNorms()) {
        FlatMath.takeMean(accumulator, gradients, from, to, settings.accumulationSteps);
      }
      clip(chunk);
      if (anyDecays) {
        decay(chunk);
      }
      update(weights, gradients, from, to);
      if (flushing) {
        FlatMath.flush(weights, from, to, NO_WEIGHT);
        for (float[] slot : slotData) {
          FlatMath.flush(slot, from, to, NO_SLOT);
        }
      }
    }
    if (averages != null) {
      FlatMath.average(averages, weights, from, to, averageMomentum);
      if (overwriting) {
        System.arraycopy(averages, from, weights, from, to - from);
      }
    }
  }

  private void clip(int chunk) {
    if (settings.clipping == Clipping.BY_NORM) {
      for (int p = chunks.firstPiece(chunk); p < chunks.firstPiece(chunk + 1); p++) {
        clipStretch(chunks.pieceSegment(p), chunks.pieceFrom(p), chunks.pieceTo(p));
      }
    } else {
      clipStretch(-1, chunks.from(chunk), chunks.to(chunk));
    }
  }

  private void decay(int chunk) {
    for (int p = chunks.firstPiece(chunk); p < chunks.firstPiece(chunk + 1); p++) {
      int segment = chunks.pieceSegment(p);
      if (decays[segment]) {
        float decay = decayOf(segments.get(segment)).floatValue();
        FlatMath.decay(weights, chunks.pieceFrom(p), chunks.pieceTo(p), decay, rate);
      }
    }
  }

  /** Ends training: with moving averages, the weights become their averages. */
  public void finish() {
    if (averages != null && iterations > 0) {
      for (Segment s : segments) {
        System.arraycopy(averages, s.offset(), weights, s.offset(), s.size());
      }
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

  /** Returns how many times the weights have been updated; less than calls when accumulating. */
  private long updates() {
    return iterations / settings.accumulationSteps;
  }

  /** Returns the moving averages at the positions of their weights, or null without them. */
  public final float[] averages() {
    return averages;
  }

  /** Returns the variables to which it is bound, or null. */
  public List<Segment> segments() {
    return segments;
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
    List<Variable> variables = new ArrayList<>();
    addWindows(variables, order, averages, "average");
    addWindows(variables, order, accumulator, "gradient_accumulator");
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
    List<Variable> variables = new ArrayList<>();
    int groups = slots.stream().mapToInt(s -> s.group() + 1).max().orElse(0);
    for (int group = 0; group < groups; group++) {
      for (Segment segment : order) {
        for (int i = 0; i < slotData.length; i++) {
          if (slots.get(i).group() == group) {
            variables.add(window(segment, slots.get(i).name(), slotData[i]));
          }
        }
      }
    }
    return variables;
  }

  private void addWindows(
      List<Variable> variables, List<Segment> order, float[] data, String slotName) {
    if (data != null) {
      order.forEach(s -> variables.add(window(s, slotName, data)));
    }
  }

  /** Returns a window on the numbers of a slot that stand beside one variable. */
  protected final Variable window(Segment segment, String slotName, float[] data) {
    String path = name + "/" + segment.path().replace('/', '_') + "_" + slotName;
    Variable window = Variable.in(path, segment.shape(), data, segment.offset());
    window.upkeep(this::settleForAnything);
    return window;
  }

  /** Slots are about to be read, or replaced by others. */
  private void settleForAnything() {
    if (rowUpdates != null) {
      rowUpdates.expectAnything();
    }
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

  /** Returns the settings under Keras's names. */
  public final Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", name);
    config.put("learning_rate", learningRate.form());
    settings.addTo(config);
    config.putAll(ruleConfig());
    return config;
  }
}
