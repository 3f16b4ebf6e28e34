// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.support;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.Map;

/**
 * How layers of several inputs use masks in models of Keras 1 and 2: what counts in all inputs that
 * have a mask counts in the result, and values are merged whatever the masks are. In Keras 3 it is
 * what counts in any.
 */
public final class OlderMasks {
  private static final String KEY = "keras2_masks";

  private boolean older;
  private boolean met;

  /** Reads whether masks are used so. */
  public void read(Settings s) {
    older = s.getBoolean(KEY, false);
  }

  public boolean areUsed() {
    return older;
  }

  /** Returns what counts in both of two masks, either of which may be null. */
  public Value both(Value a, Value b) {
    met |= a != null || b != null;
    return a == null ? b : b == null ? a : Ops.and(a, b);
  }

  /** Writes it, but only where there were masks: Keras 3 does not know the setting. */
  public void putInto(Map<String, Object> config) {
    if (older && met) {
      config.put(KEY, true);
    }
  }
}
