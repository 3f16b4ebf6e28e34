// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.support;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.Map;

/**
 * The mask handling of layers with several inputs in models of Keras 1 and 2: the result mask is
 * the conjunction of the input masks, and values are merged regardless of masks. In Keras 3 it is
 * the disjunction.
 */
public final class OlderMasks {
  private static final String KEY = "keras2_masks";

  private boolean older;
  private boolean met;

  /** Reads whether this mask handling is used. */
  public void read(Settings s) {
    older = s.getBoolean(KEY, false);
  }

  public boolean areUsed() {
    return older;
  }

  /** Returns the conjunction of two masks, either of which may be null. */
  public Value both(Value a, Value b) {
    met |= a != null || b != null;
    return a == null ? b : b == null ? a : Ops.and(a, b);
  }

  /** Writes the setting, but only if there were masks, because it is unknown to Keras 3. */
  public void putInto(Map<String, Object> config) {
    if (older && met) {
      config.put(KEY, true);
    }
  }
}
