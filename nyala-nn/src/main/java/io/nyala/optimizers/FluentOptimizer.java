// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.optimizers.OptimizerSettings.Clipping;
import io.nyala.settings.Arguments;
import io.nyala.settings.Numbers;

/**
 * The settings shared by all optimizers; each setter returns the optimizer itself.
 *
 * @param <S> the optimizer's own class
 */
public abstract class FluentOptimizer<S extends FluentOptimizer<S>> extends Optimizer {
  /**
   * Creates an optimizer.
   *
   * @param name Keras's name, for example {@code adam}
   * @param learningRate at least 0
   */
  protected FluentOptimizer(String name, double learningRate) {
    super(name, learningRate);
  }

  /** Returns this optimizer with its own type. */
  @SuppressWarnings("unchecked")
  protected final S self() {
    return (S) this;
  }

  @Override
  public S learningRate(double newRate) {
    super.learningRate(newRate);
    return self();
  }

  @Override
  public S learningRate(Schedule newSchedule) {
    super.learningRate(newSchedule);
    return self();
  }

  /** Clips the gradient of each variable to this Euclidean norm; default no clipping. */
  public final S clipNorm(double norm) {
    return set(() -> settings.clip(Clipping.BY_NORM, norm));
  }

  /** Clips all gradients to this joint Euclidean norm; default no clipping. */
  public final S globalClipNorm(double norm) {
    return set(() -> settings.clip(Clipping.BY_GLOBAL_NORM, norm));
  }

  /** Clips each element of the gradients to {@code [-limit, limit]}; default no clipping. */
  public final S clipValue(double limit) {
    return set(() -> settings.clip(Clipping.BY_VALUE, limit));
  }

  /**
   * Sets the weight decay: {@code rate * decay * weight} is subtracted before each update; default
   * none.
   */
  public final S weightDecay(double decay) {
    if (!(decay >= 0)) {
      throw new IllegalArgumentException(
          "optimizer \"" + name() + "\": weight decay must be at least 0, got " + decay);
    }
    return set(() -> settings.weightDecay = decay);
  }

  /**
   * Excludes variables whose names match one of the regular expressions from weight decay, for
   * example bias.
   */
  public final S excludeFromWeightDecay(String... names) {
    return set(() -> Arguments.eachGiven("names to exclude", names).forEach(settings::exclude));
  }

  /**
   * Multiplies the learning rate, also that of a schedule, of the weights whose path contains a
   * match of a regular expression, unless an earlier pattern matches them; the others keep the
   * rate. The path is the layer's name, a slash and the weight's name, for example {@code
   * block_1/kernel}:
   *
   * <pre>{@code
   * sgd(1e-3).momentum(0.9).learningRateScale("^block_(1|2)_", 0.1).learningRateScale("^block_", 0.3)
   * }</pre>
   *
   * <p>Layers near the input then learn more slowly than the head (Howard and Ruder 2018). The
   * whole step of a weight is multiplied, with its weight decay. Factors are saved with the
   * optimizer, where Keras ignores them.
   *
   * @param scale at least 0; 1 changes no bits
   * @throws IllegalArgumentException if the factor is negative or not a number, the pattern is not
   *     a regular expression, or the optimizer is {@link Ftrl}, whose weights are no sums of steps
   */
  public final S learningRateScale(String pattern, double scale) {
    Arguments.given("learningRateScale: pattern", pattern);
    Numbers.notNegative("optimizer \"" + name() + "\"", "learningRateScale", scale);
    if ((Optimizer) this instanceof Ftrl) {
      throw new IllegalArgumentException(
          "optimizer \"ftrl\" computes weights anew in each update and cannot scale its steps; use"
              + " Optimizers.multi with an ftrl of its own rate for these weights");
    }
    return set(() -> settings.scale(pattern, scale));
  }

  /**
   * Enables exponential moving averages of the weights, which replace the weights at the end of
   * training.
   *
   * @param momentum the fraction of the old average in a new one, 0 to 1; Keras's default is 0.99
   */
  public final S ema(double momentum) {
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException(
          "optimizer \"" + name() + "\": EMA momentum must be in [0, 1], got " + momentum);
    }
    return set(
        () -> {
          settings.ema = true;
          settings.emaMomentum = momentum;
        });
  }

  /**
   * Sets the number of updates after which the weights are replaced by their moving averages;
   * default never.
   */
  public final S emaOverwriteFrequency(int updates) {
    if (updates < 1) {
      throw new IllegalArgumentException(
          "optimizer \"%s\": EMA overwrite frequency must be at least 1, got %d"
              .formatted(name(), updates));
    }
    return set(() -> settings.emaOverwriteFrequency = updates);
  }

  /**
   * Sets the number of batches per update; the update uses the mean of their gradients. Default 1.
   */
  public final S gradientAccumulationSteps(int batches) {
    if (batches < 1) {
      throw new IllegalArgumentException(
          "optimizer \"%s\": gradient accumulation steps must be at least 1, got %d"
              .formatted(name(), batches));
    }
    return set(() -> settings.accumulationSteps = batches);
  }

  private S set(Runnable change) {
    requireUnbound();
    change.run();
    return self();
  }

  /** Throws if a setting that affects allocation is changed after allocation. */
  private void requireUnbound() {
    if (segments() != null) {
      throw new IllegalStateException(
          "optimizer \"%s\" is in use; only its learning rate can be changed now"
              .formatted(name()));
    }
  }
}
