// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.recurrent;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.layers.normalization.BatchNormalization;
import io.nyala.layers.support.StandIn;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Applies a layer to each time step: {@code (batch, time, ...)} to {@code (batch, time, ...)}. The
 * layer sees all steps of all sequences as one batch, except for batch normalization in training,
 * which sees one step at a time, as in Keras.
 */
public final class TimeDistributed extends ChainedLayer<TimeDistributed> {
  private final Layer layer;

  /** Creates a wrapper of a layer with one input and one output. */
  public TimeDistributed(Layer layer) {
    this.layer = add(layer);
  }

  static TimeDistributed from(Settings s) {
    return new TimeDistributed(LayerRegistry.inner(s.get("layer")));
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    Shape x = inputShapes.get(0);
    if (x.rank() < 3) {
      throw new ShapeException("expected input (batch, time, ...)");
    }
    layer.buildOn(List.of(x.drop(1)));
  }

  @Override
  protected Value call(Call call, Value x) {
    Shape shape = x.shape();
    if (shape.rank() < 3) {
      throw new ShapeException("expected input (batch, time, ...)");
    }
    Shape step = shape.slice(2, shape.rank());
    int batch = shape.dim(0);
    int time = shape.dim(1);
    boolean known = batch != Shape.UNKNOWN && time != Shape.UNKNOWN;
    if (known && call.training() && looksAtBatch(layer)) {
      List<Value> steps = new ArrayList<>();
      for (int t = 0; t < time; t++) {
        Value one = Ops.squeeze(Ops.slice(x, 1, t, 1), 1);
        steps.add(layer.trace(call, List.of(one)).get(0));
      }
      return Ops.stack(steps, 1);
    }
    Shape rows = step.insert(0, known ? batch * time : Shape.UNKNOWN);
    Value flat = known ? Ops.reshape(x, rows) : StandIn.of(new Type(rows, x.dtype()));
    Value mask = call.mask(x);
    if (known && mask != null && mask.shape().rank() > 2) {
      // If steps are themselves sequences, each has a part of the mask.
      Shape part = mask.shape().slice(2, mask.shape().rank());
      call.setMask(flat, Ops.reshape(mask, part.insert(0, batch * time)));
    }
    List<Value> out = layer.trace(call, List.of(flat));
    if (out.size() != 1) {
      throw new ShapeException("%s has %d outputs, expected one".formatted(layer, out.size()));
    }
    Type y = out.get(0).type();
    Shape whole = y.shape().slice(1, y.shape().rank()).insert(0, time).insert(0, batch);
    return known ? Ops.reshape(out.get(0), whole) : StandIn.of(new Type(whole, y.dtype()));
  }

  /** Returns whether a layer's result for a row depends on the other rows. */
  private static boolean looksAtBatch(Layer layer) {
    return layer instanceof BatchNormalization
        || layer.sublayers().stream().anyMatch(TimeDistributed::looksAtBatch);
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("layer", LayerRegistry.toConfig(layer));
    return config;
  }
}
