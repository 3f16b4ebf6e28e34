// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.images.Interpolation;
import io.nyala.layers.base.Call;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Mixes images {@code (batch, height, width, 3)} during training with versions of themselves that
 * went through several chains of changes (Hendrycks et al. 2020). Each step of a chain is one of
 * the changes of {@link RandAugment}, or none, chosen for the whole batch. All changes of all steps
 * are computed, so this is by far the slowest of these layers.
 */
public final class AugMix extends RandomRangeLayer<AugMix> {
  private int chains = 3;
  private int depth = 3;
  private Range factor = new Range(0, 0.3);
  private double alpha = 1;
  private boolean all = true;
  private Interpolation interpolation = Interpolation.BILINEAR;

  /** Creates a layer with Keras's settings: three chains of three changes, factors up to 0.3. */
  public AugMix() {}

  static AugMix from(Settings s) {
    AugMix layer = new AugMix().readRange(s);
    layer.factor = Range.read(s, "factor", 0.3, 0, 1);
    layer.all = s.getBoolean("all_ops", true);
    return layer
        .chains(s.getInt("num_chains", 3), s.getInt("chain_depth", 3))
        .alpha(s.getDouble("alpha", 1))
        .interpolation(s.getEnum("interpolation", Interpolation.BILINEAR));
  }

  /** Sets the number of chains and the number of changes in each; default 3 and 3. */
  public AugMix chains(int number, int changes) {
    unbuilt().chains = Require.positive("AugMix", "num_chains", number);
    depth = Require.notNegative("AugMix", "chain_depth", changes);
    return this;
  }

  /** Sets the range of the strengths, from 0 to 1; default 0 to 0.3. */
  public AugMix factor(double from, double to) {
    unbuilt().factor = Range.between("AugMix", "factor", from, to, 0, 1);
    return this;
  }

  /**
   * Sets the parameter of the distributions of the weights, beta and Dirichlet; default 1.
   *
   * @throws IllegalArgumentException unless it is positive
   */
  public AugMix alpha(double parameter) {
    if (!(parameter > 0)) {
      throw new IllegalArgumentException("AugMix: alpha must be positive, got " + parameter);
    }
    unbuilt().alpha = parameter;
    return this;
  }

  /** Leaves out brightness, color degeneration, contrast and sharpness. */
  public AugMix someChanges() {
    unbuilt().all = false;
    return this;
  }

  /** Sets the interpolation of shears, shifts and rotations: bilinear (the default) or nearest. */
  public AugMix interpolation(Interpolation how) {
    unbuilt().interpolation = RandomAffineLayer.simple("AugMix", how);
    return this;
  }

  @Override
  Value change(Call call, Value x) {
    Value parameter = Ops.constant((float) alpha);
    Value weights = BetaDraws.dirichlet(chains, parameter, which -> key(call, which));
    Value own =
        Ops.reshape(BetaDraws.beta(1, parameter, which -> key(call, 3 + which)), Shape.scalar());
    Value mixed = null;
    for (int chain = 0; chain < chains; chain++) {
      Value y = x;
      for (int step = 0; step < depth; step++) {
        y = step(call, y, chain * depth + step);
      }
      Value weight = Ops.reshape(Ops.slice(weights, 0, chain, 1), Shape.scalar());
      Value part = Ops.multiply(y, weight);
      mixed = mixed == null ? part : Ops.add(mixed, part);
    }
    Value blend = Ops.add(Ops.multiply(x, own), Ops.multiply(mixed, Ops.subtract(1, own)));
    return values().clip(blend);
  }

  /** Applies one of the changes, or none. */
  private Value step(Call call, Value x, int number) {
    int first = 100 + 20 * number;
    List<UnaryOperator<Value>> changes = changes(call, number);
    Value which = Ops.floor(uniform(call, Shape.scalar(), first, 0, changes.size() + 1));
    Value y = x;
    for (int c = 0; c < changes.size(); c++) {
      y = Ops.where(Ops.equal(which, c), changes.get(c).apply(x), y);
    }
    return y;
  }

  /** Returns the changes of a step, which has its own draws. */
  List<UnaryOperator<Value>> changes(Call call, int number) {
    ImageChanges changes = new ImageChanges(factor, values(), interpolation);
    int first = 100 + 20 * number;
    return all
        ? changes.all(call, which -> innerSeed(call, first + which))
        : changes.some(call, which -> innerSeed(call, first + which));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("num_chains", chains);
    config.put("chain_depth", depth);
    config.put("factor", factor.form());
    config.put("alpha", alpha);
    config.put("all_ops", all);
    config.put("interpolation", interpolation.kerasName());
    return config;
  }
}
