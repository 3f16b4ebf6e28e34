// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.settings.Arguments;
import io.nyala.settings.Registry;
import io.nyala.settings.Serialized;
import io.nyala.settings.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Factory methods for optimizers. */
public final class Optimizers {
  private static final String EXCLUDED = "exclude_from_weight_decay";
  private static final String SCALES = "learning_rate_scales";

  private static final Registry<Optimizer> REGISTRY = new Registry<>("optimizer");

  static {
    builtIn("SGD", SGD::of);
    builtIn("Adam", Adam::of);
    builtIn("AdamW", AdamW::of);
    builtIn("RMSprop", RMSprop::of);
    builtIn("Adagrad", Adagrad::of);
    builtIn("Adadelta", Adadelta::of);
    builtIn("Adamax", Adamax::of);
    builtIn("Nadam", Nadam::of);
    builtIn("Ftrl", Ftrl::of);
    builtIn("Lion", Lion::of);
    builtIn("Lamb", Lamb::of);
    builtIn("Adafactor", Adafactor::of);
    builtIn("Muon", Muon::of);
    REGISTRY.add(MultiOptimizer::of, "MultiOptimizer");
  }

  private static void builtIn(String name, Function<Settings, FluentOptimizer<?>> reader) {
    REGISTRY.add(withSharedSettings(reader), name, name.toLowerCase(Locale.ROOT));
  }

  private static Function<Settings, Optimizer> withSharedSettings(
      Function<Settings, ? extends FluentOptimizer<?>> reader) {
    return settings -> {
      FluentOptimizer<?> optimizer = reader.apply(settings);
      OptimizerSettings.read(settings, optimizer);
      return optimizer;
    };
  }

  private Optimizers() {}

  /** Returns stochastic gradient descent; Keras's default learning rate is 0.01. */
  public static SGD sgd(double learningRate) {
    return new SGD(learningRate);
  }

  /** Returns Adam; Keras's default learning rate is 0.001. */
  public static Adam adam(double learningRate) {
    return new Adam(learningRate);
  }

  /** Returns Adam with Keras's default learning rate, 0.001. */
  public static Adam adam() {
    return new Adam();
  }

  /** Returns Adam with weight decay; Keras's default learning rate is 0.001. */
  public static AdamW adamW(double learningRate) {
    return new AdamW(learningRate);
  }

  /** Returns RMSprop; Keras's default learning rate is 0.001. */
  public static RMSprop rmsprop(double learningRate) {
    return new RMSprop(learningRate);
  }

  /** Returns Adagrad; Keras's default learning rate is 0.001. */
  public static Adagrad adagrad(double learningRate) {
    return new Adagrad(learningRate);
  }

  /** Returns Adadelta; Keras's default learning rate is 0.001, the paper's is 1. */
  public static Adadelta adadelta(double learningRate) {
    return new Adadelta(learningRate);
  }

  /** Returns Adamax; Keras's default learning rate is 0.001. */
  public static Adamax adamax(double learningRate) {
    return new Adamax(learningRate);
  }

  /** Returns Nadam; Keras's default learning rate is 0.001. */
  public static Nadam nadam(double learningRate) {
    return new Nadam(learningRate);
  }

  /** Returns Ftrl; Keras's default learning rate is 0.001. */
  public static Ftrl ftrl(double learningRate) {
    return new Ftrl(learningRate);
  }

  /** Returns Lion; Keras's default learning rate is 0.001. */
  public static Lion lion(double learningRate) {
    return new Lion(learningRate);
  }

  /** Returns Lamb, for large batches; Keras's default learning rate is 0.001. */
  public static Lamb lamb(double learningRate) {
    return new Lamb(learningRate);
  }

  /** Returns Adafactor; Keras's default learning rate is 0.001. */
  public static Adafactor adafactor(double learningRate) {
    return new Adafactor(learningRate);
  }

  /** Returns Muon; Keras's default learning rate is 0.001. */
  public static Muon muon(double learningRate) {
    return new Muon(learningRate);
  }

  /**
   * Returns a combination of optimizers: {@code rest} updates the weights that are not assigned
   * with {@link MultiOptimizer#with}.
   */
  public static MultiOptimizer multi(Optimizer rest) {
    return new MultiOptimizer(rest);
  }

  /**
   * Returns an optimizer with its default settings.
   *
   * @param name Keras's class name or its lower-case form, for example {@code adam}
   * @throws IllegalArgumentException if there is no such optimizer
   */
  public static Optimizer byName(String name) {
    return REGISTRY.byName(name);
  }

  /**
   * Returns an optimizer from a Keras configuration: null, a name, or {@code {class_name, config}}.
   *
   * @throws IllegalArgumentException if form, name or a setting is wrong
   */
  public static Optimizer fromConfig(Object form) {
    Optimizer optimizer = REGISTRY.read(form);
    if (form instanceof Map<?, ?> map && map.get(EXCLUDED) instanceof List<?> patterns) {
      patterns.forEach(p -> optimizer.settings.exclude(String.valueOf(p)));
    }
    if (form instanceof Map<?, ?> map && map.get(SCALES) instanceof List<?> scales) {
      for (Object each : scales) {
        if (!(each instanceof List<?> two)
            || two.size() != 2
            || !(two.get(0) instanceof String pattern)
            || !(two.get(1) instanceof Number scale)) {
          throw new IllegalArgumentException(
              "%s: expected [pattern, number] in %s, got %s"
                  .formatted(optimizer.className(), SCALES, each));
        }
        optimizer.settings.scale(pattern, scale.doubleValue());
      }
    }
    return optimizer;
  }

  /**
   * Returns the Keras configuration of an optimizer, null for null. The variables excluded from
   * weight decay, which Keras does not save, and factors of the learning rate, which Keras does not
   * have, are stored next to the settings, where Keras ignores them.
   */
  public static Map<String, Object> toConfig(Optimizer optimizer) {
    if (optimizer == null) {
      return null;
    }
    Map<String, Object> form =
        Serialized.object(optimizer, "keras.optimizers", optimizer.className(), optimizer.config());
    if (!optimizer.settings.excluded().isEmpty()) {
      form.put(EXCLUDED, optimizer.settings.excluded());
    }
    if (!optimizer.settings.scales().isEmpty()) {
      form.put(SCALES, optimizer.settings.scales());
    }
    return form;
  }

  /**
   * Registers a custom optimizer for reading model files; shared settings are read automatically.
   */
  public static void register(
      String name, Function<Settings, ? extends FluentOptimizer<?>> reader) {
    REGISTRY.add(withSharedSettings(Arguments.given("reader", reader)), name);
  }
}
