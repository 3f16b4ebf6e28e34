// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.attention;

import static io.nyala.initializers.Initializers.glorotUniform;
import static io.nyala.initializers.Initializers.zeros;

import io.nyala.activations.Activations;
import io.nyala.constraints.Constraint;
import io.nyala.initializers.Initializer;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.NamedMasks;
import io.nyala.layers.base.WeightOptions;
import io.nyala.layers.core.EinsumDense;
import io.nyala.layers.support.Require;
import io.nyala.layers.support.StandIn;
import io.nyala.ops.AttentionOp;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.regularizers.Regularizer;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Base class of multi-head attention, in which each head attends to its own projections (Vaswani et
 * al. 2017).
 *
 * <p>Inputs: query, value, optionally the key (default: the value), and optionally an attention
 * mask {@code (batch, to, from)}. Masks attached to the inputs are applied too; the mask of the
 * query is passed on with the output. With {@link #returnAttentionScores} the weights {@code
 * (batch, heads, to, from)} are a second output.
 *
 * @param <L> the concrete layer type
 */
public abstract class HeadedAttention<L extends HeadedAttention<L>> extends AttentionLayer<L>
    implements NamedMasks {
  private boolean useBias = true;
  private boolean useGate;
  private int slidingWindow;
  private final WeightOptions kernelOptions = new WeightOptions("kernel", glorotUniform());
  private final WeightOptions biasOptions = new WeightOptions("bias", zeros());
  private EinsumDense query;
  private EinsumDense key;
  private EinsumDense gate;
  private EinsumDense value;
  private EinsumDense output;

  HeadedAttention() {}

  final L readHeaded(Settings s) {
    useBias = s.getBoolean("use_bias", true);
    useGate = s.getBoolean("use_gate", false);
    slidingWindow = s.getInt("sliding_window", 0);
    kernelOptions.readFrom(s);
    biasOptions.readFrom(s);
    return readDropout(s);
  }

  // Settings

  /** Sets whether the projections have biases; default true. */
  public L useBias(boolean newUseBias) {
    L self = unbuilt();
    useBias = newUseBias;
    return self;
  }

  /** Sets whether the output of the heads is gated by a sigmoid of the query; default false. */
  public L useGate(boolean newUseGate) {
    L self = unbuilt();
    useGate = newUseGate;
    return self;
  }

  /**
   * Limits attention to steps at a distance of less than {@code steps} on either side; default no
   * limit.
   */
  public L slidingWindow(int steps) {
    L self = unbuilt();
    slidingWindow = Require.positive(className(), "sliding_window", steps);
    return self;
  }

  /** Sets the initializer of the projection kernels; default Glorot uniform. */
  public L kernelInitializer(Initializer initializer) {
    L self = unbuilt();
    kernelOptions.initializer(initializer);
    return self;
  }

  /** Sets the initializer of the projection biases; default zeros. */
  public L biasInitializer(Initializer initializer) {
    L self = unbuilt();
    biasOptions.initializer(initializer);
    return self;
  }

  /** Sets the regularizer of the kernels; default none. */
  public L kernelRegularizer(Regularizer regularizer) {
    L self = unbuilt();
    kernelOptions.regularizer(regularizer);
    return self;
  }

  /** Sets the regularizer of the biases; default none. */
  public L biasRegularizer(Regularizer regularizer) {
    L self = unbuilt();
    biasOptions.regularizer(regularizer);
    return self;
  }

  /** Sets the constraint applied to the kernels after each update; default none. */
  public L kernelConstraint(Constraint constraint) {
    L self = unbuilt();
    kernelOptions.constraint(constraint);
    return self;
  }

  /** Sets the constraint applied to the biases after each update; default none. */
  public L biasConstraint(Constraint constraint) {
    L self = unbuilt();
    biasOptions.constraint(constraint);
    return self;
  }

  final boolean usesGate() {
    return useGate;
  }

  // Building

  @Override
  protected void build(List<Shape> inputShapes) {
    checkCount(inputShapes.size());
    Shape q = inputShapes.get(0);
    Shape v = inputShapes.get(1);
    Shape k = inputShapes.size() > 2 ? inputShapes.get(2) : v;
    for (Shape s : List.of(q, v, k)) {
      if (s.rank() < 3 || s.rank() != q.rank() || s.last() == Shape.UNKNOWN) {
        throw new ShapeException(
            "expected inputs (batch, time, features) with known features, got " + s);
      }
    }
    if (!k.slice(1, k.rank() - 1).accepts(v.slice(1, v.rank() - 1))) {
      throw new ShapeException("key %s and value %s differ in the time axis".formatted(k, v));
    }
    buildHeads(q, v, k);
  }

  private void checkCount(int inputs) {
    if (inputs < 2 || inputs > 4) {
      throw new ShapeException(
          "expected query, value and optionally key and attention mask, got %d inputs"
              .formatted(inputs));
    }
  }

  /** Builds the projections with {@link #projections}. */
  abstract void buildHeads(Shape queryShape, Shape valueShape, Shape keyShape);

  /** Stores the projections, in Keras's order, and builds them for their input shapes. */
  final void projections(
      List<Shape> shapes,
      EinsumDense newQuery,
      EinsumDense newKey,
      EinsumDense newGate,
      EinsumDense newValue,
      EinsumDense newOutput) {
    query = part(newQuery, "query", shapes.get(0));
    key = part(newKey, "key", shapes.get(1));
    if (useGate) {
      gate = part(newGate.activation(Activations.SIGMOID), "gate", shapes.get(0));
    }
    value = part(newValue, "value", shapes.get(2));
    for (Layer projection : sublayers()) {
      // As in Keras, the activity penalty applies to the last projection, which is this layer's
      // output.
      projection.activityRegularizer(activityRegularizer());
    }
    output = part(newOutput, "attention_output", shapes.get(3));
  }

  private EinsumDense part(EinsumDense layer, String name, Shape shape) {
    layer
        .named(name)
        .kernelInitializer(kernelOptions.initializer())
        .biasInitializer(biasOptions.initializer())
        .kernelRegularizer(kernelOptions.regularizer())
        .biasRegularizer(biasOptions.regularizer())
        .kernelConstraint(kernelOptions.constraint())
        .biasConstraint(biasOptions.constraint());
    if (!useBias) {
      layer.biasAxes(null);
    }
    add(layer).buildOn(List.of(shape));
    return layer;
  }

  // Computing

  @Override
  protected List<Value> call(Call call, List<Value> inputs) {
    checkCount(inputs.size());
    Value q = inputs.get(0);
    Value v = inputs.get(1);
    Value k = inputs.size() > 2 ? inputs.get(2) : v;
    List<Value> masks = new ArrayList<>();
    if (call.mask(q) != null) {
      masks.add(StandIn.expandDims(call.mask(q), -1));
    }
    if (call.mask(v) != null) {
      masks.add(StandIn.expandDims(call.mask(v), -2));
    }
    if (k != v && call.mask(k) != null) {
      masks.add(StandIn.expandDims(call.mask(k), -2));
    }
    if (inputs.size() > 3) {
      masks.add(Ops.cast(inputs.get(3), DType.BOOL));
    }
    Value queries = one(call, query, q);
    Value keys = one(call, key, k);
    Value values = one(call, value, v);
    List<Value> attended =
        canFuse(call, queries, keys, masks)
            ? List.of(fused(queries, keys, values, masks))
            : attend(call, queries, keys, values, all(masks, q.shape().dim(1), v.shape().dim(1)));
    Value heads = attended.get(0);
    if (gate != null) {
      heads = Ops.multiply(heads, one(call, gate, q));
    }
    Value y = one(call, output, heads);
    return options.scores() ? List.of(y, attended.get(1)) : List.of(y);
  }

  private static Value one(Call call, Layer layer, Value x) {
    return layer.trace(call, List.of(x)).get(0);
  }

  /** Returns whether nothing needs the matrix of all weights, and its extents are known. */
  private boolean canFuse(Call call, Value q, Value k, List<Value> masks) {
    Shape to = q.shape();
    Shape from = k.shape();
    return to.rank() == 4
        && to.isKnown()
        && from.isKnown()
        && !options.scores()
        && !(call.training() && drops())
        && masks.stream()
            .allMatch(m -> AttentionMasks.spans(m.shape(), to.dim(0), to.dim(1), from.dim(1)));
  }

  private Value fused(Value q, Value k, Value v, List<Value> masks) {
    List<Value> in = new ArrayList<>(List.of(q, k, v));
    in.addAll(masks);
    AttentionOp op =
        new AttentionOp(scale(q), options.causal(), slidingWindow, drops(), masks.size());
    return Node.apply(op, in).get(0);
  }

  private static float scale(Value q) {
    return (float) (1 / Math.sqrt(q.shape().last()));
  }

  /** Returns the conjunction of all masks, or null. */
  private Value all(List<Value> masks, int to, int from) {
    Value all = null;
    for (Value mask : masks) {
      all = AttentionMasks.and(all, mask);
    }
    if (options.causal()) {
      all = AttentionMasks.and(all, AttentionMasks.causal(to, from));
    }
    if (slidingWindow > 0) {
      all = AttentionMasks.and(all, AttentionMasks.band(to, from, slidingWindow));
    }
    return all;
  }

  /**
   * Computes the attention of all heads.
   *
   * @param q {@code (batch, to, heads, dim)}, likewise k and v
   * @param mask the attention mask, or null
   * @return the attended values {@code (batch, to, heads, dim)} and the weights
   */
  abstract List<Value> attend(Call call, Value q, Value k, Value v, Value mask);

  /**
   * Returns the weighted mean of the values, and the weights.
   *
   * @param q {@code (..., heads, to, dim)}, likewise k and v
   * @param mask broadcasts to {@code (..., heads, to, from)}, or null
   */
  final List<Value> weigh(Call call, Value q, Value k, Value v, Value mask, boolean zeroMasked) {
    Value scores = Ops.matmul(Ops.multiply(q, scale(q)), k, false, true);
    if (mask != null) {
      scores = Ops.where(mask, scores, Ops.constant(AttentionOp.MASKED));
    }
    Value weights = Ops.softmax(scores, -1);
    if (mask != null && (zeroMasked || drops() || options.scores())) {
      // Keras's two code paths differ for steps that may attend to nothing: zeros here, a mean
      // otherwise.
      weights = Ops.where(mask, weights, Ops.constant(0));
    }
    return List.of(Ops.matmul(dropped(call, weights), v), weights);
  }

  // Forms

  @Override
  protected List<String> argumentNames() {
    return List.of(
        "query", "value", "key", "query_mask", "value_mask", "key_mask", "attention_mask");
  }

  @Override
  protected List<String> maskNames() {
    return List.of("query_mask", "value_mask", "key_mask");
  }

  @Override
  public List<Value> readCall(List<Value> args, Map<String, Object> kwargs) {
    options.read(kwargs);
    List<Value> operands = new ArrayList<>(args);
    for (String name : List.of("query", "value", "key", "attention_mask")) {
      if (kwargs.get(name) instanceof List<?> list && list.size() == 1) {
        if (name.equals("attention_mask") && operands.size() == 2) {
          operands.add(operands.get(1));
        }
        operands.add((Value) list.get(0));
      }
    }
    return operands;
  }

  @Override
  public Map<String, Object> callForm(List<Object> operands) {
    Map<String, Object> kwargs = options.form();
    if (operands.size() > 3) {
      kwargs.put("attention_mask", operands.get(3));
    }
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("args", operands.subList(0, Math.min(3, operands.size())));
    form.put("kwargs", kwargs);
    return form;
  }

  @Override
  protected Map<String, Object> buildForm(List<List<Integer>> shapes) {
    Map<String, Object> byName = new LinkedHashMap<>();
    byName.put("query_shape", shapes.get(0));
    byName.put("value_shape", shapes.get(1));
    if (shapes.size() > 2) {
      byName.put("key_shape", shapes.get(2));
    }
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("shapes_dict", byName);
    return form;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("use_bias", useBias);
    config.put("use_gate", useGate);
    config.put("sliding_window", slidingWindow == 0 ? null : slidingWindow);
    kernelOptions.writeTo(config);
    biasOptions.writeTo(config);
    config.putIfAbsent("activity_regularizer", null);
    return config;
  }
}
