// SPDX-License-Identifier: Apache-2.0
package io.nyala.initializers;

import io.nyala.initializers.VarianceScaling.Distribution;
import io.nyala.initializers.VarianceScaling.Mode;
import io.nyala.settings.Registry;
import io.nyala.settings.Serialized;
import io.nyala.settings.Settings;
import io.nyala.tensor.Tensor;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Factory methods for initializers, with Keras's names and defaults. */
public final class Initializers {
  private static final Registry<Initializer> REGISTRY =
      new Registry<Initializer>("initializer")
          .add(s -> zeros(), "Zeros", "zeros", "zero")
          .add(s -> ones(), "Ones", "ones", "one")
          .add(Initializers::readConstant, "Constant", "constant")
          .add(s -> identity(s.getDouble("gain", 1)), "Identity", "identity", "IdentityInitializer")
          .add(
              s ->
                  new RandomNormal(
                      s.getDouble("mean", 0), s.getDouble("stddev", 0.05), s.getSeed("seed")),
              "RandomNormal",
              "random_normal",
              "normal")
          .add(
              s ->
                  new TruncatedNormal(
                      s.getDouble("mean", 0), s.getDouble("stddev", 0.05), s.getSeed("seed")),
              "TruncatedNormal",
              "truncated_normal")
          .add(
              s ->
                  new RandomUniform(
                      s.getDouble("minval", -0.05), s.getDouble("maxval", 0.05), s.getSeed("seed")),
              "RandomUniform",
              "random_uniform",
              "uniform")
          .add(seeded(Initializers::glorotUniform), "GlorotUniform", "glorot_uniform")
          .add(seeded(Initializers::glorotNormal), "GlorotNormal", "glorot_normal")
          .add(seeded(Initializers::heUniform), "HeUniform", "he_uniform")
          .add(seeded(Initializers::heNormal), "HeNormal", "he_normal")
          .add(seeded(Initializers::lecunUniform), "LecunUniform", "lecun_uniform")
          .add(seeded(Initializers::lecunNormal), "LecunNormal", "lecun_normal")
          .add(Initializers::readVarianceScaling, "VarianceScaling", "variance_scaling")
          .add(
              s -> new Orthogonal(s.getDouble("gain", 1), s.getSeed("seed")),
              "Orthogonal",
              "orthogonal",
              "OrthogonalInitializer");

  private Initializers() {}

  /** Returns an initializer of zeros. */
  public static Zeros zeros() {
    return new Zeros();
  }

  /** Returns an initializer of ones. */
  public static Ones ones() {
    return new Ones();
  }

  /** Returns an initializer of a constant value. */
  public static Constant constant(double value) {
    return new Constant(value);
  }

  /** Returns an initializer of these values, for a weight of the same shape. */
  public static Constant constant(Tensor value) {
    return new Constant(value);
  }

  /** Returns an initializer of the identity matrix times a gain, usually 1. */
  public static Identity identity(double gain) {
    return new Identity(gain);
  }

  /** Draws normal numbers with mean 0 and standard deviation 0.05. */
  public static RandomNormal randomNormal() {
    return randomNormal(0, 0.05);
  }

  /** Draws normal numbers. */
  public static RandomNormal randomNormal(double mean, double stddev) {
    return new RandomNormal(mean, stddev, null);
  }

  /** Draws normal numbers within two deviations, with mean 0 and deviation 0.05. */
  public static TruncatedNormal truncatedNormal() {
    return truncatedNormal(0, 0.05);
  }

  /** Draws normal numbers within two deviations. */
  public static TruncatedNormal truncatedNormal(double mean, double stddev) {
    return new TruncatedNormal(mean, stddev, null);
  }

  /** Draws uniform numbers from -0.05 to 0.05. */
  public static RandomUniform randomUniform() {
    return randomUniform(-0.05, 0.05);
  }

  /** Draws uniform numbers. */
  public static RandomUniform randomUniform(double min, double max) {
    return new RandomUniform(min, max, null);
  }

  /** Draws uniform numbers with variance {@code 2 / (fanIn + fanOut)} (Glorot and Bengio 2010). */
  public static VarianceScaling glorotUniform() {
    return preset("GlorotUniform", 1, Mode.FAN_AVG, Distribution.UNIFORM);
  }

  /** Draws normal numbers with variance {@code 2 / (fanIn + fanOut)} (Glorot and Bengio 2010). */
  public static VarianceScaling glorotNormal() {
    return preset("GlorotNormal", 1, Mode.FAN_AVG, Distribution.TRUNCATED_NORMAL);
  }

  /** Draws uniform numbers with variance {@code 2 / fanIn} (He et al. 2015). */
  public static VarianceScaling heUniform() {
    return preset("HeUniform", 2, Mode.FAN_IN, Distribution.UNIFORM);
  }

  /** Draws normal numbers with variance {@code 2 / fanIn} (He et al. 2015). */
  public static VarianceScaling heNormal() {
    return preset("HeNormal", 2, Mode.FAN_IN, Distribution.TRUNCATED_NORMAL);
  }

  /** Draws uniform numbers with variance {@code 1 / fanIn} (LeCun et al. 1998). */
  public static VarianceScaling lecunUniform() {
    return preset("LecunUniform", 1, Mode.FAN_IN, Distribution.UNIFORM);
  }

  /** Draws normal numbers with variance {@code 1 / fanIn} (LeCun et al. 1998). */
  public static VarianceScaling lecunNormal() {
    return preset("LecunNormal", 1, Mode.FAN_IN, Distribution.TRUNCATED_NORMAL);
  }

  /** Draws numbers with variance {@code scale / fan}. */
  public static VarianceScaling varianceScaling(
      double scale, Mode mode, Distribution distribution) {
    return new VarianceScaling(scale, mode, distribution);
  }

  /** Draws an orthogonal matrix. */
  public static Orthogonal orthogonal() {
    return new Orthogonal(1, null);
  }

  /** Draws a multiple of an orthogonal matrix. */
  public static Orthogonal orthogonal(double gain) {
    return new Orthogonal(gain, null);
  }

  /**
   * Returns an initializer by Keras's name, for example {@code glorot_uniform}.
   *
   * @throws IllegalArgumentException if the name is unknown
   */
  public static Initializer byName(String name) {
    return REGISTRY.byName(name);
  }

  /**
   * Returns an initializer from a Keras configuration: null, a name, or {@code {class_name,
   * config}}.
   *
   * @throws IllegalArgumentException if form, name or a setting is wrong
   */
  public static Initializer fromConfig(Object form) {
    return REGISTRY.read(form);
  }

  /** Returns the Keras configuration of an initializer, null for null. */
  public static Map<String, Object> toConfig(Initializer initializer) {
    return initializer == null
        ? null
        : Serialized.object(
            initializer, "keras.initializers", initializer.className(), initializer.config());
  }

  /** Registers a custom initializer for reading model files. */
  public static void register(String name, Function<Settings, ? extends Initializer> reader) {
    REGISTRY.add(reader, name);
  }

  private static VarianceScaling preset(
      String name, double scale, Mode mode, Distribution distribution) {
    return new VarianceScaling(name, scale, mode, distribution, null);
  }

  private static Function<Settings, Initializer> seeded(
      Supplier<? extends RandomInitializer> maker) {
    return s -> {
      Long seed = s.getSeed("seed");
      return seed == null ? maker.get() : maker.get().withSeed(seed);
    };
  }

  private static Initializer readConstant(Settings s) {
    return s.has("value") ? constant(s.getTensor("value")) : constant(0);
  }

  private static Initializer readVarianceScaling(Settings s) {
    boolean normal = s.getString("distribution", "").equals("normal");
    return new VarianceScaling(
        "VarianceScaling",
        s.getDouble("scale", 1),
        s.getEnum("mode", Mode.FAN_IN),
        // An old name for the truncated one.
        normal
            ? Distribution.TRUNCATED_NORMAL
            : s.getEnum("distribution", Distribution.TRUNCATED_NORMAL),
        s.getSeed("seed"));
  }
}
