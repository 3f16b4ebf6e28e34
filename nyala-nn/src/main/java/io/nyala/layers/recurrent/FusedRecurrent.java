// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.recurrent;

import io.nyala.layers.base.Call;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Recurrence;
import io.nyala.ops.Value;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Base class of recurrent layers whose steps are one fused operation, unless a custom activation or
 * recurrent dropout prevents it.
 *
 * @param <L> the concrete layer type
 * @param <C> the cell's type
 */
abstract class FusedRecurrent<L extends FusedRecurrent<L, C>, C extends GatedCell<C>>
    extends GatedRecurrent<L, C> {
  FusedRecurrent(C cell) {
    super(cell);
  }

  /** Returns the operation of the cell. */
  abstract Recurrence.Cell operation();

  /** Returns the bias of the input's product, or null. */
  Value inputBias(Call call) {
    return cell.bias == null ? null : call.read(cell.bias);
  }

  /** Returns the bias of the state's product, or null if the operation has none. */
  Value recurrentBias(Call call) {
    return null;
  }

  @Override
  Walk walk(Call call, Value x, Value mask, List<Value> begin, boolean begun) {
    Optional<FusedActivation> fused = cell.activation.onKernel();
    boolean sigmoid =
        cell.recurrentActivation.onKernel().filter(a -> a == FusedActivation.SIGMOID).isPresent();
    if (fused.isEmpty()
        || !sigmoid
        || x.shape().rank() != 3
        || (call.training() && cell.recurrentDropout > 0)) {
      return super.walk(call, x, mask, begin, begun);
    }
    Value in = x;
    if (call.training() && cell.dropout > 0) {
      Shape same = Shape.of(x.shape().dim(0), 1, x.shape().last());
      in = Ops.multiply(x, cell.mask(call, same, cell.dropout));
    }
    List<Value> operands = new ArrayList<>();
    operands.add(Ops.dense(in, call.read(cell.kernel), inputBias(call), FusedActivation.LINEAR));
    operands.add(call.read(cell.recurrentKernel));
    operands.addAll(begin);
    Value inner = recurrentBias(call);
    if (inner != null) {
      operands.add(inner);
    }
    if (mask != null) {
      operands.add(mask);
    }
    List<Value> out = Node.apply(new Recurrence(operation(), fused.get(), mask != null), operands);
    List<Value> states = begin.size() == 1 ? List.of(out.get(1)) : List.of(out.get(1), out.get(3));
    return masked(new Walk(out.get(0), out.get(1), states), mask, begun);
  }
}
