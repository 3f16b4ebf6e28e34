// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import io.nyala.io.hdf5.Hdf5Array;
import io.nyala.io.hdf5.Hdf5Dataset;
import io.nyala.io.hdf5.Hdf5File;
import io.nyala.io.hdf5.Hdf5Group;
import io.nyala.io.keras.KerasWeights.Filling;
import io.nyala.models.Model;
import io.nyala.ops.Variable;
import io.nyala.optimizers.Optimizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The state of optimizers in Keras's older files: group {@code optimizer_weights}. */
final class LegacyOptimizer {
  private static final String GROUP = "optimizer_weights";

  private LegacyOptimizer() {}

  static void write(Model model, Hdf5Group root) {
    Optimizer optimizer = model.optimizer();
    if (optimizer == null || optimizer.segments() == null) {
      return;
    }
    List<Hdf5Array> arrays = OptimizerState.arrays(optimizer);
    List<Variable> variables = optimizer.variables();
    int fixed = arrays.size() - variables.size();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < arrays.size(); i++) {
      String name =
          i >= fixed
              ? variables.get(i - fixed).name()
              : optimizer.name() + "/" + (i == 0 ? "iteration" : "learning_rate");
      String unique = name;
      for (int n = 1; names.contains(unique); n++) {
        unique = name + "_" + n;
      }
      names.add(unique);
      root.group(GROUP).put(unique, arrays.get(i));
    }
    root.group(GROUP).attribute("weight_names", names);
  }

  /** Finds the arrays of the optimizer's variables, as {@link OptimizerState#find}. */
  static Runnable find(
      Model model,
      Object form,
      Hdf5File file,
      String what,
      KerasVersion version,
      List<Filling> into)
      throws IOException {
    List<String> names = file.texts(GROUP, "weight_names");
    if (names == null || model.optimizer() == null || model.optimizer().segments() == null) {
      return () -> {};
    }
    List<Hdf5Dataset> arrays = new ArrayList<>();
    for (String name : names) {
      arrays.add(file.dataset(GROUP + "/" + name));
    }
    if (version.before(2, 11)) {
      arrays = interleaved(arrays, model.optimizer());
    }
    return OptimizerState.find(model, form, arrays, what, into);
  }

  /** Until Keras 2.10 all variables of one kind came before those of the next. */
  private static List<Hdf5Dataset> interleaved(List<Hdf5Dataset> grouped, Optimizer optimizer) {
    int weights = optimizer.segments().size();
    int kinds = weights == 0 ? 0 : (grouped.size() - 1) / weights;
    if (kinds < 2 || grouped.size() != 1 + kinds * weights) {
      return grouped;
    }
    List<Hdf5Dataset> mixed = new ArrayList<>(List.of(grouped.get(0)));
    for (int w = 0; w < weights; w++) {
      for (int k = 0; k < kinds; k++) {
        mixed.add(grouped.get(1 + k * weights + w));
      }
    }
    return mixed;
  }
}
