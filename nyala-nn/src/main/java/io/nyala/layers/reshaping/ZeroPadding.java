// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.reshaping;

import io.nyala.layers.base.Call;
import io.nyala.ops.Node;
import io.nyala.ops.Primitive;
import io.nyala.ops.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Base class of layers that pad both ends of each spatial axis with zeros.
 *
 * @param <L> the concrete layer type
 */
abstract class ZeroPadding<L extends ZeroPadding<L>> extends Border<L> {
  ZeroPadding(int spatialRank, int... padding) {
    super("padding", spatialRank, orDefault(padding));
  }

  @Override
  protected final Value call(Call call, Value input) {
    Value x = floats(input);
    List<Integer> lo = new ArrayList<>(Collections.nCopies(x.shape().rank(), 0));
    List<Integer> hi = new ArrayList<>(lo);
    int[] axes = spatialAxes();
    for (int i = 0; i < axes.length; i++) {
      lo.set(axes[i], before(i));
      hi.set(axes[i], after(i));
    }
    return Node.apply(new Primitive.Pad(lo, hi, 0), x);
  }
}
