// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.settings.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The settings shared by all optimizers, except for the learning rate. */
final class OptimizerSettings {
  Clipping clipping = Clipping.NONE;
  float clipLimit;
  Double weightDecay;
  boolean ema;
  double emaMomentum = 0.99;
  int emaOverwriteFrequency;
  int accumulationSteps = 1;

  private double exactLimit;
  private final List<Pattern> excluded = new ArrayList<>();
  private final List<RateScale> scales = new ArrayList<>();

  /** Ways of bounding gradients before an update. */
  enum Clipping {
    /** No clipping. */
    NONE,
    /** Clips each element to {@code [-limit, limit]}. */
    BY_VALUE,
    /** Clips the gradient of each variable to a Euclidean norm of at most the limit. */
    BY_NORM,
    /** Clips all gradients together to a Euclidean norm of at most the limit. */
    BY_GLOBAL_NORM;

    boolean needsNorms() {
      return this == BY_NORM || this == BY_GLOBAL_NORM;
    }
  }

  /** A factor of the learning rate of the variables whose paths contain a match. */
  private record RateScale(Pattern pattern, double scale) {}

  void clip(Clipping how, double limit) {
    if (clipping != Clipping.NONE && clipping != how) {
      throw new IllegalArgumentException(
          "gradients can be clipped in one way only: %s is set already, got %s"
              .formatted(kerasName(clipping), kerasName(how)));
    }
    if (!(limit > 0)) {
      throw new IllegalArgumentException(
          "%s must be greater than 0, got %s".formatted(kerasName(how), limit));
    }
    clipping = how;
    clipLimit = (float) limit;
    exactLimit = limit;
  }

  private static String kerasName(Clipping how) {
    return switch (how) {
      case NONE -> "none";
      case BY_VALUE -> "clipvalue";
      case BY_NORM -> "clipnorm";
      case BY_GLOBAL_NORM -> "global_clipnorm";
    };
  }

  void exclude(String pattern) {
    excluded.add(Pattern.compile(pattern));
  }

  /** Returns the regular expressions of the names of variables that do not decay. */
  List<String> excluded() {
    return excluded.stream().map(Pattern::pattern).toList();
  }

  boolean isExcludedFromDecay(Segment segment) {
    return excluded.stream().anyMatch(p -> p.matcher(segment.name()).find());
  }

  void scale(String pattern, double scale) {
    scales.add(new RateScale(Pattern.compile(pattern), scale));
  }

  /** Returns the factors by pattern, as lists of both; empty if there are none. */
  List<List<Object>> scales() {
    return scales.stream().map(s -> List.<Object>of(s.pattern().pattern(), s.scale())).toList();
  }

  /**
   * Returns the factor of each variable, that of the first pattern with a match; null if all are 1.
   *
   * @throws IllegalArgumentException if a pattern has no variable
   */
  float[] scalesOf(String optimizer, List<Segment> segments) {
    float[] factors = new float[segments.size()];
    Arrays.fill(factors, 1);
    boolean[] used = new boolean[scales.size()];
    boolean any = false;
    for (int i = 0; i < factors.length; i++) {
      for (int s = 0; s < used.length; s++) {
        if (scales.get(s).pattern().matcher(segments.get(i).path()).find()) {
          used[s] = true;
          factors[i] = (float) scales.get(s).scale();
          any |= factors[i] != 1;
          break;
        }
      }
    }
    for (int s = 0; s < used.length; s++) {
      if (!used[s]) {
        throw new IllegalArgumentException(
            "optimizer \"%s\": no weight is left for the learning rate of \"%s\"; there are %s"
                .formatted(optimizer, scales.get(s).pattern(), Segments.describe(segments)));
      }
    }
    return any ? factors : null;
  }

  void addTo(Map<String, Object> config) {
    config.put("weight_decay", weightDecay);
    for (Clipping how : List.of(Clipping.BY_NORM, Clipping.BY_GLOBAL_NORM, Clipping.BY_VALUE)) {
      config.put(kerasName(how), clipping == how ? exactLimit : null);
    }
    config.put("use_ema", ema);
    config.put("ema_momentum", emaMomentum);
    config.put(
        "ema_overwrite_frequency", emaOverwriteFrequency == 0 ? null : emaOverwriteFrequency);
    config.put("loss_scale_factor", null);
    config.put("gradient_accumulation_steps", accumulationSteps == 1 ? null : accumulationSteps);
  }

  static void read(Settings config, FluentOptimizer<?> into) {
    if (config.get("learning_rate") instanceof Map<?, ?> schedule) {
      into.learningRate(Schedules.fromConfig(schedule));
    } else {
      into.learningRate(config.getDouble("learning_rate", into.learningRate()));
    }
    if (config.has("weight_decay")) {
      into.weightDecay(config.getDouble("weight_decay", 0));
    }
    if (config.has("clipnorm")) {
      into.clipNorm(config.getDouble("clipnorm", 0));
    }
    if (config.has("global_clipnorm")) {
      into.globalClipNorm(config.getDouble("global_clipnorm", 0));
    }
    if (config.has("clipvalue")) {
      into.clipValue(config.getDouble("clipvalue", 0));
    }
    into.settings.emaMomentum = config.getDouble("ema_momentum", 0.99);
    if (config.getBoolean("use_ema", false)) {
      into.ema(config.getDouble("ema_momentum", 0.99));
    }
    if (config.has("ema_overwrite_frequency")) {
      into.emaOverwriteFrequency(config.getInt("ema_overwrite_frequency", 0));
    }
    if (config.has("gradient_accumulation_steps")) {
      into.gradientAccumulationSteps(config.getInt("gradient_accumulation_steps", 1));
    }
  }
}
