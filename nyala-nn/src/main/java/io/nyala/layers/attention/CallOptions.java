// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.attention;

import io.nyala.layers.base.Layer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Options that Keras passes with each call of an attention layer and that are settings of the layer
 * here. Null means that the argument was not given, so that files are written as they were read.
 */
final class CallOptions {
  private static final String CAUSAL = "use_causal_mask";
  private static final String SCORES = "return_attention_scores";

  private final Layer layer;
  private Boolean causal;
  private Boolean scores;

  CallOptions(Layer layer) {
    this.layer = layer;
  }

  boolean causal() {
    return Boolean.TRUE.equals(causal);
  }

  void causal(boolean newCausal) {
    causal = newCausal;
  }

  boolean scores() {
    return Boolean.TRUE.equals(scores);
  }

  void scores(boolean newScores) {
    scores = newScores;
  }

  /**
   * Reads the options from the arguments of a call.
   *
   * @throws IllegalArgumentException if an earlier call had different options
   */
  void read(Map<String, Object> kwargs) {
    causal = read(CAUSAL, kwargs, causal);
    scores = read(SCORES, kwargs, scores);
  }

  private Boolean read(String name, Map<String, Object> kwargs, Boolean before) {
    Boolean now = kwargs.get(name) instanceof Boolean given ? given : null;
    if (layer.isBuilt() && Boolean.TRUE.equals(now) != Boolean.TRUE.equals(before)) {
      throw new IllegalArgumentException(
          ("%s is called once with %s and once without; here this is a setting of the layer, which "
                  + "is the same for all its calls")
              .formatted(layer, name));
    }
    return now == null ? before : now;
  }

  /** Returns the call arguments in Keras's format. */
  Map<String, Object> form() {
    Map<String, Object> form = new LinkedHashMap<>();
    if (causal != null) {
      form.put(CAUSAL, causal);
    }
    if (scores != null) {
      form.put(SCORES, scores);
    }
    return form;
  }
}
