// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes layer calls in Keras's format; the counterpart of {@link CallReader}. */
public final class CallWriter {
  private CallWriter() {}

  /**
   * Returns {@code args} and {@code kwargs}, including masks passed by name.
   *
   * @param inputs the configurations of the operands, followed by those of the masks
   */
  public static Map<String, Object> form(LayerCall call, List<Object> inputs) {
    int operands = inputs.size() - call.masks().given();
    Map<String, Object> form =
        new LinkedHashMap<>(call.layer().callForm(inputs.subList(0, operands)));
    boolean none =
        call.masks().after() == MaskUse.After.FOLLOW
            && call.masks().sources().contains(MaskUse.NONE);
    if (operands == inputs.size() && !none) {
      return form;
    }
    List<Object> masks = new ArrayList<>();
    for (int i = 0; i < operands; i++) {
      int source = call.masks().source(i);
      masks.add(source < 0 ? null : inputs.get(operands + source));
    }
    Map<String, Object> kwargs = new LinkedHashMap<>();
    ((Map<?, ?>) form.get("kwargs")).forEach((name, v) -> kwargs.put(String.valueOf(name), v));
    List<String> names = call.layer().maskNames();
    if (names.size() > 1) {
      for (int i = 0; i < names.size() && i < operands; i++) {
        if (masks.get(i) != null) {
          kwargs.put(names.get(i), masks.get(i));
        }
      }
    } else {
      boolean states = call.layer().argumentNames().contains("initial_state");
      kwargs.put(names.get(0), states ? masks.get(0) : call.layer().arranged(masks));
    }
    form.put("kwargs", kwargs);
    return form;
  }
}
