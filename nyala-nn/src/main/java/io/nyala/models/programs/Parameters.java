// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.graph.Graph;
import io.nyala.layers.base.Weight;
import io.nyala.ops.Ops;
import io.nyala.ops.Primitive;
import io.nyala.ops.Value;
import io.nyala.optimizers.Optimizer;
import io.nyala.optimizers.Segment;
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
 * The weights that training changes, one after the other in one array, and their gradients in
 * another, so that an update is a single pass. Weights that are nowhere yet are put there at once;
 * gradients get their array when there is something to train.
 */
public final class Parameters {
  /** Smaller tables are updated as a whole. */
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

  public Parameters(List<Weight> weights, Optimizer optimizer) {
    this.weights = List.copyOf(weights);
    this.optimizer = optimizer;
    long size = 0;
    for (Weight w : weights) {
      segments.add(new Segment(w.path(), w.shape(), (int) size));
      size += w.variable().size();
      if (size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "training needs all weights in one array, which holds at most 2^31-1 numbers; with %s %s there are %,d"
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

  /** Returns the trained weights in the order of the model. */
  public List<Weight> weights() {
    return weights;
  }

  /**
   * Returns where a program is to leave the gradients, in the order of {@link #weights}.
   *
   * @param ofPart whether they are of a part of a batch: then all of a gradient is written, also
   *     the rows of a table that the part does not name
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

  /** Brings weights and gradients up to date whose rows may be late. */
  public void settle() {
    optimizer.settle();
    gradients.forEach(Variable::data);
  }

  /** Returns the array in which all gradients are. */
  float[] flatGradients() {
    makeGradients();
    return flat;
  }

  /** Returns copies of the gradients. */
  public Map<Weight, Tensor> copyGradients() {
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
   * Prepares training: brings the weights into this array. They may have been taken elsewhere by
   * another model that shares them.
   *
   * @param gates of the weights
   */
  void gather(Gates gates) {
    if (flat == null || !isGathered()) {
      gates.changing(this::gather);
    }
  }

  private boolean isGathered() {
    for (Weight w : weights) {
      if (w.variable().rawData() != values) {
        return false;
      }
    }
    return true;
  }

  private void gather() {
    makeGradients();
    for (int i = 0; i < segments.size(); i++) {
      Variable v = weights.get(i).variable();
      if (v.rawData() != values) {
        v.moveTo(values, segments.get(i).offset());
        v.upkeep(lateRows[i]);
      }
    }
  }

  /** Returns whether rows of a weight may lag behind. */
  boolean hasLateRows() {
    return anyLateRows;
  }

  /**
   * Returns the assignment that leaves the gradient of a weight for the optimizer. Where the whole
   * gradient is a scatter of rows, the other rows wait from now on, if the optimizer can make up
   * the updates that they miss; to be called before the program is compiled.
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
        // Setting it brings rows up to date. Not once more for a batch of another size: when that
        // comes first after a resumption, say, must not move a bit.
        if (w.variable().upkeep() != lateRows[i]) {
          Gates.of(List.of(w.variable())).changing(() -> w.variable().upkeep(lateRows[i]));
        }
        lateRows[i].gradient(gradients(false).get(i));
      }
    }
  }

  /** Changes the weights by the gradients, then projects those that have a constraint. */
  void update() {
    optimizer.apply();
    if (constraints != null) {
      constraints.run();
    }
  }
}
