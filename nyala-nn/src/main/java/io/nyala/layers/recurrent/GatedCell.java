// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.recurrent;

import static io.nyala.initializers.Initializers.glorotUniform;
import static io.nyala.initializers.Initializers.orthogonal;
import static io.nyala.initializers.Initializers.zeros;

import io.nyala.activations.ActivationFunction;
import io.nyala.activations.Activations;
import io.nyala.constraints.Constraint;
import io.nyala.initializers.Initializer;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Weight;
import io.nyala.layers.base.WeightOptions;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.regularizers.Regularizer;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Base class of Keras's recurrent cells, with kernel {@code (in, gates * units)}, recurrent kernel
 * {@code (units, gates * units)} and a bias.
 *
 * @param <L> the cell's own type
 */
abstract class GatedCell<L extends GatedCell<L>> extends RecurrentCell<L> {
  final int units;
  private final int gates;
  ActivationFunction activation = Activations.TANH;
  ActivationFunction recurrentActivation = Activations.SIGMOID;
  boolean useBias = true;
  final WeightOptions kernelOptions = new WeightOptions("kernel", glorotUniform());
  final WeightOptions recurrentOptions = new WeightOptions("recurrent", orthogonal());
  final WeightOptions biasOptions = new WeightOptions("bias", zeros());
  double dropout;
  double recurrentDropout;
  Long seed;
  Weight kernel;
  Weight recurrentKernel;
  Weight bias;

  GatedCell(String className, int units, int gates) {
    this.units = Require.positive(className, "units", units);
    this.gates = gates;
  }

  final L readFrom(Settings s) {
    activation =
        s.contains("activation") ? Activations.fromConfig(s.get("activation")) : activation;
    if (s.contains("recurrent_activation")) {
      recurrentActivation = Activations.fromConfig(s.get("recurrent_activation"));
    }
    useBias = s.getBoolean("use_bias", true);
    kernelOptions.readFrom(s);
    recurrentOptions.readFrom(s);
    biasOptions.readFrom(s);
    dropout = Require.fraction(s.className(), "dropout", s.getDouble("dropout", 0));
    recurrentDropout =
        Require.fraction(s.className(), "recurrent_dropout", s.getDouble("recurrent_dropout", 0));
    seed = s.getSeed("seed");
    return unbuilt();
  }

  /** Sets the activation of the candidate; default tanh. */
  public final L activation(ActivationFunction newActivation) {
    L self = unbuilt();
    this.activation = Require.given(className(), "activation", newActivation);
    return self;
  }

  /** Sets whether the layer has a bias; default true. */
  public final L useBias(boolean newUseBias) {
    L self = unbuilt();
    this.useBias = newUseBias;
    return self;
  }

  /** Sets the initializer of the kernel; default Glorot uniform. */
  public final L kernelInitializer(Initializer initializer) {
    L self = unbuilt();
    this.kernelOptions.initializer(initializer);
    return self;
  }

  /** Sets the initializer of the recurrent kernel; default orthogonal. */
  public final L recurrentInitializer(Initializer initializer) {
    L self = unbuilt();
    this.recurrentOptions.initializer(initializer);
    return self;
  }

  /** Sets the initializer of the bias; default zeros. */
  public final L biasInitializer(Initializer initializer) {
    L self = unbuilt();
    this.biasOptions.initializer(initializer);
    return self;
  }

  /** Sets the regularizer of the kernel; default none. */
  public final L kernelRegularizer(Regularizer regularizer) {
    L self = unbuilt();
    this.kernelOptions.regularizer(regularizer);
    return self;
  }

  /** Sets the regularizer of the recurrent kernel; default none. */
  public final L recurrentRegularizer(Regularizer regularizer) {
    L self = unbuilt();
    this.recurrentOptions.regularizer(regularizer);
    return self;
  }

  /** Sets the regularizer of the bias; default none. */
  public final L biasRegularizer(Regularizer regularizer) {
    L self = unbuilt();
    this.biasOptions.regularizer(regularizer);
    return self;
  }

  /** Sets the constraint applied to the kernel after each update; default none. */
  public final L kernelConstraint(Constraint constraint) {
    L self = unbuilt();
    this.kernelOptions.constraint(constraint);
    return self;
  }

  /** Sets the constraint applied to the recurrent kernel after each update; default none. */
  public final L recurrentConstraint(Constraint constraint) {
    L self = unbuilt();
    this.recurrentOptions.constraint(constraint);
    return self;
  }

  /** Sets the constraint applied to the bias after each update; default none. */
  public final L biasConstraint(Constraint constraint) {
    L self = unbuilt();
    this.biasOptions.constraint(constraint);
    return self;
  }

  /**
   * Sets the fraction of the input features to drop, the same for all time steps of a batch;
   * default 0.
   */
  public final L dropout(double rate) {
    L self = unbuilt();
    this.dropout = Require.rate(className(), rate);
    return self;
  }

  /**
   * Sets the fraction of the state to drop before the recurrent product, the same for all time
   * steps of a batch; default 0.
   */
  public final L recurrentDropout(double rate) {
    L self = unbuilt();
    this.recurrentDropout = Require.rate(className(), rate);
    return self;
  }

  /** Sets a seed for dropout; the default is the seed of training. */
  public final L seed(long newSeed) {
    L self = unbuilt();
    this.seed = newSeed;
    return self;
  }

  /** Rejects changes when the cell is built, on behalf of a layer around it. */
  final void open() {
    unbuilt();
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    Shape x = inputShapes.get(0);
    if (x.rank() != 2 || x.last() == Shape.UNKNOWN) {
      throw new ShapeException(
          "expected steps (batch, features) with known features, got %s".formatted(x));
    }
    buildWeights(x.last());
  }

  final void buildWeights(int features) {
    kernel = addWeight("kernel", kernelShape(features, columns()), kernelOptions);
    recurrentKernel =
        addWeight("recurrent_kernel", kernelShape(units, columns()), recurrentOptions);
    if (useBias) {
      bias = buildBias();
    }
  }

  private int columns() {
    return Shape.extent((long) gates * units);
  }

  Shape kernelShape(int in, int out) {
    return Shape.of(in, out);
  }

  Weight buildBias() {
    return addWeight("bias", Shape.of(gates * units), biasOptions);
  }

  /**
   * Creates the bias of an LSTM with ones for the forget gate, the second one, so that an untrained
   * network remembers (Jozefowicz et al. 2015).
   */
  final Weight buildForgetBias() {
    Initializer chosen = biasOptions.initializer();
    return addWeight(
        "bias",
        Shape.of(gates * units),
        (shape, key) -> forgetful(chosen, key),
        true,
        biasOptions.regularizer(),
        biasOptions.constraint());
  }

  private Tensor forgetful(Initializer chosen, long key) {
    float[] all = new float[gates * units];
    System.arraycopy(chosen.initialize(Shape.of(units), key).floats(), 0, all, 0, units);
    Arrays.fill(all, units, 2 * units, 1);
    float[] rest = chosen.initialize(Shape.of(2 * units), key + 1).floats();
    System.arraycopy(rest, 0, all, 2 * units, 2 * units);
    return Tensor.of(Shape.of(gates * units), all);
  }

  @Override
  public List<Integer> stateSizes() {
    return List.of(units);
  }

  /** Returns a mask for the input of each gate, or one, and then for the state of each gate. */
  @Override
  protected final List<Value> shared(Call call, Value x, List<Value> states) {
    List<Value> masks = new ArrayList<>();
    if (call.training() && dropout > 0) {
      draw(call, x, dropout, masks);
    }
    if (call.training() && recurrentDropout > 0) {
      draw(call, states.get(0), recurrentDropout, masks);
    }
    return masks;
  }

  @Override
  protected final int sharedCount(Call call) {
    int each = maskCount();
    return call.training() ? (dropout > 0 ? each : 0) + (recurrentDropout > 0 ? each : 0) : 0;
  }

  /** As in Keras: one mask, but one for each gate when the recurrent input drops too. */
  int maskCount() {
    return recurrentDropout > 0 ? gates : 1;
  }

  private void draw(Call call, Value like, double rate, List<Value> masks) {
    for (int i = 0; i < maskCount(); i++) {
      masks.add(mask(call, like.shape(), rate));
    }
  }

  /** Draws a mask of {@code 0} and {@code 1 / (1 - rate)}. */
  final Value mask(Call call, Shape shape, double rate) {
    long drawn = call.newStream();
    long key = seed == null ? drawn : Long.rotateLeft(seed, 17) + drawn;
    return Ops.dropout(Ops.broadcastTo(Ops.constant(1), shape), (float) rate, key);
  }

  /** Returns the masks of the input among those of {@link #shared}. */
  final List<Value> inputMasks(List<Value> shared) {
    return recurrentDropout == 0 || shared.isEmpty()
        ? shared
        : shared.subList(0, shared.size() - gates);
  }

  /** Returns the masks of the state among those of {@link #shared}. */
  final List<Value> stateMasks(List<Value> shared) {
    return recurrentDropout == 0 || shared.isEmpty()
        ? List.of()
        : shared.subList(shared.size() - gates, shared.size());
  }

  /** Multiplies with columns of a kernel, masked as a whole or for each gate. */
  final Value product(Value x, Value matrix, List<Value> masks, int fromGate, int toGate) {
    if (masks.size() <= 1) {
      Value y = masks.isEmpty() ? x : Ops.multiply(x, masks.get(0));
      return Ops.matmul(y, columns(matrix, fromGate, toGate));
    }
    List<Value> parts = new ArrayList<>();
    for (int g = fromGate; g < toGate; g++) {
      parts.add(Ops.matmul(Ops.multiply(x, masks.get(g)), columns(matrix, g, g + 1)));
    }
    return Ops.concatenate(parts, -1);
  }

  final Value columns(Value x, int fromGate, int toGate) {
    return fromGate == 0 && toGate * units == x.shape().last()
        ? x
        : Ops.slice(x, -1, fromGate * units, (toGate - fromGate) * units);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    writeTo(config);
    return config;
  }

  /** Puts the settings under their Keras names. */
  void writeTo(Map<String, Object> config) {
    config.put("units", units);
    config.put("activation", activation.config());
    config.put("use_bias", useBias);
    kernelOptions.writeTo(config);
    recurrentOptions.writeTo(config);
    biasOptions.writeTo(config);
    config.put("dropout", dropout);
    config.put("recurrent_dropout", recurrentDropout);
    config.put("seed", seed);
  }
}
