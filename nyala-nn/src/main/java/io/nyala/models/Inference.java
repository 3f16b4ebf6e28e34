// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.graph.FoldIntoConvolutions;
import io.nyala.graph.Graph;
import io.nyala.layers.base.Call;
import io.nyala.layers.recurrent.Recurrent;
import io.nyala.models.core.ConsistentRead;
import io.nyala.models.core.Engines;
import io.nyala.models.core.Inputs;
import io.nyala.models.core.ModelCore;
import io.nyala.models.core.States;
import io.nyala.models.core.Tracing;
import io.nyala.models.core.Turn;
import io.nyala.models.feeding.RowParts;
import io.nyala.models.programs.PredictionProgram;
import io.nyala.models.programs.ProgramCache;
import io.nyala.models.programs.Rows;
import io.nyala.models.programs.StepProgram;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Value;
import io.nyala.plan.Program;
import io.nyala.settings.Arguments;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Thread-safe prediction. Rows are computed in batches whose sizes are powers of two, so that a few
 * compiled programs cover any number of rows.
 */
final class Inference {
  private static final int PROGRAMS = 16;
  private static final int MOST_ROWS = 256;

  /** The maximum number of input elements per batch, 4 MiB, if there are few weights. */
  private static final int MOST_ELEMENTS = 1 << 20;

  /** The same with many weights, which each batch reads and packs again. */
  private static final int MOST_ELEMENTS_WITH_WEIGHTS = 1 << 22;

  private static final int WEIGHTS_OF_AN_ELEMENT = 4;

  private final ModelCore model;
  private final ProgramCache<List<Shape>, PredictionProgram> programs =
      new ProgramCache<>(PROGRAMS, this::compile, program -> program.slots().clear());
  private volatile Predictor predictor;
  private volatile SingleRow row;

  Inference(ModelCore model) {
    this.model = model;
  }

  private PredictionProgram compile(List<Shape> shapes) {
    List<Type> types = new ArrayList<>();
    Graph graph = Tracing.alone(() -> graph(shapes, types));
    Program program = Engines.engine().compile(FoldIntoConvolutions.apply(graph));
    return new PredictionProgram(program, types);
  }

  private Graph graph(List<Shape> shapes, List<Type> outputTypes) {
    List<Value> inputs = new ArrayList<>();
    for (Type t : model.programTypes()) {
      Type type = new Type(shapes.get(inputs.size()), t.dtype());
      inputs.add(Node.apply(new Leaf.Input("input " + inputs.size(), type)));
    }
    Call call = Call.inference();
    List<Value> outputs = model.trace(call, inputs);
    outputs.forEach(v -> outputTypes.add(v.type()));
    // Only layers that keep states from batch to batch assign anything in inference.
    return new Graph(inputs, outputs, call.assignments());
  }

  List<Tensor> predict(List<Tensor> x) {
    model.ensureBuilt(Inputs.types(Arguments.allGiven("x", x)));
    int most = rowsInFront();
    if (Inputs.rows(x) > most && States.of(model.layer()).isEmpty()) {
      checkRows(x);
      return predict(new RowParts(x, most));
    }
    List<Tensor> data = prepare(x);
    try (Turn _ = Turn.of(model)) {
      States.prepare(model, -1);
      return run(data, batch(data));
    }
  }

  /** Predicts for one pass over a batch source. */
  List<Tensor> predict(BatchSource source) {
    Arguments.given("data", source);
    if (source.size() == BatchSource.INFINITE) {
      throw new IllegalArgumentException("the data are infinite; use take(n) to limit them");
    }
    List<List<Tensor>> parts = new ArrayList<>();
    try (BatchSource.Pass pass = source.open(0)) {
      Batch first = pass.next();
      if (first == null) {
        throw new IllegalArgumentException("the data are empty");
      }
      model.ensureBuilt(Inputs.types(first.x()));
      try (Turn _ = Turn.of(model);
          ConsistentRead reading = ConsistentRead.open(model)) {
        for (Batch batch = first; batch != null; batch = pass.next()) {
          RunInterruptedException.check(model, "predict", parts.size());
          List<Tensor> data = prepare(batch.x());
          parts.add(run(data, batch(data), reading));
        }
      }
    } catch (RuntimeException e) {
      throw RunInterruptedException.or(e, model, "predict", parts.size());
    }
    return Rows.concatenateEach(parts);
  }

  List<Tensor> predictOnBatch(List<Tensor> x) {
    List<Tensor> data = prepare(x);
    int rows = Math.max(1, data.get(0).shape().dim(0));
    try (Turn _ = Turn.of(model)) {
      States.prepare(model, rows);
      return run(data, rows);
    }
  }

  /** Predicts a single row, given as tensors of the types and shapes of the inputs. */
  List<Tensor> predictOne(List<Tensor> x) {
    SingleRow known = row;
    if (known == null) {
      known = new SingleRow(model, programs);
      row = known;
    }
    return known.isPossible() ? known.predict(x) : predict(x);
  }

  /** Returns the number of rows to compute at a time. */
  private int batch(List<Tensor> x) {
    int rows = x.get(0).shape().dim(0);
    List<Recurrent<?>> stateful = States.of(model.layer());
    return stateful.isEmpty()
        ? Math.min(largestBatch(x, rows), Integer.highestOneBit(Math.max(rows, 1)))
        : States.batch(model, stateful, rows);
  }

  private List<Tensor> prepare(List<Tensor> x) {
    model.ensureBuilt(Inputs.types(Arguments.allGiven("x", x)));
    Inputs.checkShapes(model, model.inputTypes(), x.stream().map(Tensor::shape).toList());
    checkRows(x);
    return Rows.cast(Inputs.ofProgram(model, "", x), model.programTypes());
  }

  private static void checkRows(List<Tensor> x) {
    int rows = x.get(0).shape().dim(0);
    for (Tensor t : x) {
      if (t.shape().dim(0) != rows) {
        throw new IllegalArgumentException(
            "the inputs have different numbers of rows: " + x.stream().map(Tensor::shape).toList());
      }
    }
  }

  /**
   * Returns the number of rows that layers before the program work on at once: their results, such
   * as decoded images, may take much more memory than what they are given.
   */
  private int rowsInFront() {
    if (!model.hasFront()) {
      return Integer.MAX_VALUE;
    }
    long row = 1;
    for (Type t : model.programTypes()) {
      Shape s = t.shape().with(0, 1);
      if (!s.isKnown()) {
        return Integer.MAX_VALUE; // rows that are padded to the longest of them stay together
      }
      row = Math.max(row, s.size());
    }
    return (int) Math.max(MOST_ROWS, Long.highestOneBit(MOST_ELEMENTS_WITH_WEIGHTS / row));
  }

  private long mostElements() {
    return Math.clamp(
        model.layer().countParams() / WEIGHTS_OF_AN_ELEMENT,
        MOST_ELEMENTS,
        MOST_ELEMENTS_WITH_WEIGHTS);
  }

  private int largestBatch(List<Tensor> x, int rows) {
    long row = x.stream().mapToLong(t -> t.size() / Math.max(rows, 1)).max().orElse(1);
    long elements = rows * row <= MOST_ELEMENTS ? MOST_ELEMENTS : mostElements();
    long fit = Math.max(1, elements / Math.max(row, 1));
    return (int) Math.min(MOST_ROWS, Long.highestOneBit(fit));
  }

  private List<Tensor> run(List<Tensor> x, int batch) {
    if (x.get(0).shape().dim(0) == batch) {
      return run(x, batch, ConsistentRead.once(model));
    }
    try (ConsistentRead reading = ConsistentRead.open(model)) {
      return run(x, batch, reading);
    }
  }

  private List<Tensor> run(List<Tensor> x, int batch, ConsistentRead reading) {
    int rows = x.get(0).shape().dim(0);
    List<Tensor> results = new ArrayList<>();
    for (Shape s : model.outputShapes()) {
      results.add(null);
    }
    int from = 0;
    while (from < rows) {
      if (from > 0) {
        // A single batch finishes quickly, so an earlier interrupt of the thread is not checked.
        RunInterruptedException.check(model, "predict", from / batch);
      }
      int left = rows - from;
      int n = left >= batch ? batch : Integer.highestOneBit(left);
      // Use the shapes of the data: the model may leave more axes undefined than the batch axis.
      PredictionProgram program = programs.get(x.stream().map(t -> t.shape().with(0, n)).toList());
      PredictionProgram.Slot slot = program.slots().take();
      try {
        slot.load(x, from, n);
        reading.run(slot);
        for (int i = 0; i < results.size(); i++) {
          if (results.get(i) == null) {
            results.set(i, StepProgram.empty(program.type(i, rows)));
          }
          slot.read(i, results.get(i), from, n);
        }
      } finally {
        program.slots().giveBack(slot);
      }
      from += n;
    }
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) == null) {
        results.set(i, Tensor.zeros(model.outputShapes().get(i).with(0, 0)));
      }
    }
    return results;
  }

  /** Discards all compiled programs; they hold states that the layers have since released. */
  void forgetPrograms() {
    programs.clear();
    predictor = null;
    row = null;
  }

  Predictor predictor() {
    Predictor known = predictor;
    if (known != null) {
      return known;
    }
    synchronized (model) {
      if (predictor == null) {
        predictor = newPredictor();
      }
      return predictor;
    }
  }

  private Predictor newPredictor() {
    if (!model.isReady()) {
      throw new IllegalStateException(
          model + " has no input shape yet; add an input, or predict a tensor first");
    }
    List<Type> in = model.inputTypes();
    if (in.size() != 1
        || model.outputShapes().size() != 1
        || in.get(0).dtype() == DType.INT32
        || model.hasFront()) {
      throw new IllegalStateException(
          "%s: rows of floats are for models with one input of floats and one output; use namedPredictor"
              .formatted(model));
    }
    Shape row = in.get(0).shape().with(0, 1);
    if (!row.isKnown()) {
      throw new IllegalStateException(
          "%s: single rows need an input whose extents are known, not %s; use predict"
              .formatted(model, in.get(0).shape()));
    }
    return new Predictor(model, programs.get(List.of(row)), row.size());
  }
}
