// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.graph.Graph;
import io.nyala.layers.base.Weight;
import io.nyala.models.core.Engines;
import io.nyala.ops.Ops;
import io.nyala.ops.Primitive;
import io.nyala.ops.Value;
import io.nyala.optimizers.Optimizer;
import io.nyala.optimizers.Segment;
import io.nyala.peers.GradientSum;
import io.nyala.peers.Peers;
import io.nyala.peers.Topic;
import io.nyala.plan.Execution;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Gates;
import io.nyala.variables.LateRows;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The trainable weights, stored contiguously in one array, and their gradients in another, so that
 * an update is a single pass. Weights without storage are stored there immediately. The gradient
 * array is allocated when training starts.
 */
public final class Parameters {
  /** Smaller tables are always updated as a whole. */
  private static final int WORTH_ROWS = 1 << 15;

  private final List<Weight> weights;
  private final Optimizer optimizer;
  private final List<Segment> segments = new ArrayList<>();
  private final List<Variable> gradients = new ArrayList<>();
  private final List<Variable> gradientsOfParts = new ArrayList<>();
  private final float[] values;
  private float[] flat;
  private final Execution constraints;
  private final LateRows[] lateRows;
  private boolean anyLateRows;

  // Several processes; null for a single one.
  private Peers peers;
  private GradientSum gradientSum;
  private int[] slices;
  private boolean divided;

  public Parameters(List<Weight> weights, Optimizer optimizer) {
    this.weights = List.copyOf(weights);
    this.optimizer = optimizer;
    long size = 0;
    for (Weight w : weights) {
      segments.add(new Segment(w.path(), w.shape(), (int) size));
      size += w.variable().size();
      if (size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            ("training needs all weights in one array of at most 2^31-1 numbers; with %s %s there "
                    + "are %,d")
                .formatted(w.path(), w.shape(), size));
      }
    }
    values = new float[(int) size];
    for (int i = 0; i < segments.size(); i++) {
      weights.get(i).variable().place(values, segments.get(i).offset());
    }
    optimizer.bind(values, null, segments);
    constraints = compileConstraints();
    lateRows = new LateRows[segments.size()];
  }

  private Execution compileConstraints() {
    List<Graph.Assignment> projections = new ArrayList<>();
    for (Weight w : weights) {
      if (w.constraint() != null) {
        Value projected = w.constraint().project(Ops.read(w.variable()));
        projections.add(new Graph.Assignment(w.variable(), projected));
      }
    }
    return projections.isEmpty()
        ? null
        : Engines.engine().compile(new Graph(List.of(), List.of(), projections)).newExecution();
  }

  /** Returns the trainable weights in the order of the model. */
  public List<Weight> weights() {
    return weights;
  }

  /**
   * Returns the variables to which a program writes the gradients, in the order of {@link
   * #weights}.
   *
   * @param ofPart whether they belong to a part of a batch. If so, the whole gradient is written,
   *     including the rows of a table that the part does not use
   */
  public List<Variable> gradients(boolean ofPart) {
    makeGradients();
    return ofPart ? gradientsOfParts : gradients;
  }

  private void makeGradients() {
    if (flat != null) {
      return;
    }
    flat = new float[values.length];
    for (Segment s : segments) {
      gradients.add(Variable.in("gradient of " + s.path(), s.shape(), flat, s.offset()));
      gradientsOfParts.add(Variable.in("part of " + s.path(), s.shape(), flat, s.offset()));
    }
    optimizer.bind(values, flat, segments);
  }

  /** Updates weights and gradients whose rows are updated lazily. */
  public void settle() {
    optimizer.settle();
    gradients.forEach(Variable::data);
  }

  /** Returns the array of all gradients. */
  float[] flatGradients() {
    makeGradients();
    return flat;
  }

  /**
   * Returns copies of the gradients.
   *
   * @throws IllegalStateException if several processes have parts of them
   */
  public Map<Weight, Tensor> copyGradients() {
    if (divided) {
      throw new IllegalStateException(
          ("the gradients of a step are divided between %d workers; read them in a training"
                  + " without other workers")
              .formatted(peers.count()));
    }
    makeGradients();
    Map<Weight, Tensor> copies = new LinkedHashMap<>();
    for (int i = 0; i < weights.size(); i++) {
      copies.put(weights.get(i), gradients.get(i).get());
    }
    return copies;
  }

  public Optimizer optimizer() {
    return optimizer;
  }

  /**
   * Prepares training by moving the weights to this array. Another model that shares them may have
   * moved them elsewhere.
   *
   * @param gates the gates of the weights
   */
  void gather(Gates gates) {
    if (!isGathered()) {
      gates.changing(this::gather);
    }
  }

  private boolean isGathered() {
    for (int i = 0; i < weights.size(); i++) { // no iterator: a step allocates nothing
      if (weights.get(i).variable().rawData() != values) {
        return false;
      }
    }
    return true;
  }

  private void gather() {
    for (int i = 0; i < segments.size(); i++) {
      Variable v = weights.get(i).variable();
      if (v.rawData() != values) {
        v.moveTo(values, segments.get(i).offset());
        v.upkeep(lateRows[i]);
      }
    }
  }

  /** Divides the following updates between processes; null for none. */
  public void divide(Peers with) {
    optimizer.undivide();
    int[] bounds = with == null ? null : optimizer.divide(with);
    peers = with;
    gradientSum = null;
    divided = bounds != null && with.count() > 1;
    slices = bounds;
    if (with != null && bounds == null) {
      int count = Peers.slicesEach(values.length, with.count()) * with.count();
      slices = new int[count + 1];
      for (int s = 0; s <= count; s++) {
        slices[s] = (int) ((long) values.length * s / count);
      }
    }
  }

  /** Returns the sum of gradients of several processes, or null for a single one. */
  GradientSum gradientSum() {
    if (gradientSum == null && peers != null) {
      gradientSum = peers.gradientSum(slices);
    }
    return gradientSum;
  }

  /** Frees the gradients until the next program is compiled; no program may be left. */
  public void forgetGradients() {
    flat = null;
    gradientSum = null;
    gradients.clear();
    gradientsOfParts.clear();
    optimizer.bind(values, null, segments);
  }

  /** Returns whether rows of a weight are updated lazily. */
  boolean hasLateRows() {
    return anyLateRows;
  }

  /**
   * Returns the assignment that stores the gradient of a weight for the optimizer. If the whole
   * gradient is a scatter of rows and the optimizer supports catching up, the other rows are
   * updated lazily from now on. Must be called before the program is compiled.
   *
   * @param part whether it is the gradient of a part of a batch
   */
  public Graph.Assignment assign(int i, Value gradient, boolean part) {
    if (!part && gradient.node().op() instanceof Primitive.ScatterAdd) {
      updateByRows(i);
    }
    return new Graph.Assignment(gradients(part).get(i), gradient);
  }

  private void updateByRows(int i) {
    Weight w = weights.get(i);
    if (w.constraint() == null
        && w.shape().rank() == 2
        && w.shape().size() >= WORTH_ROWS
        && w.variable().rawData() == values) {
      lateRows[i] = optimizer.lateRows(i);
      if (lateRows[i] != null) {
        anyLateRows = true;
        // Setting it updates all lazy rows. This is not repeated for a batch of another size,
        // because the time of its first use, for example after a resumption, must not change a
        // single bit.
        if (w.variable().upkeep() != lateRows[i]) {
          Gates.of(List.of(w.variable())).changing(() -> w.variable().upkeep(lateRows[i]));
        }
        lateRows[i].gradient(gradients(false).get(i));
      }
    }
  }

  /** Updates the weights with the gradients, then applies constraints. */
  void update() {
    makeGradients(); // no program has asked for them if there are no weights
    if (peers != null && !divided) {
      peers.gather(Topic.GRADIENTS, flat, slices);
    }
    optimizer.apply();
    if (divided) {
      peers.gather(Topic.WEIGHTS, values, slices);
    }
    if (constraints != null) {
      constraints.run();
    }
  }
}
