// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import io.nyala.io.hdf5.Hdf5Array;
import io.nyala.io.hdf5.Hdf5Dataset;
import io.nyala.io.hdf5.Hdf5File;
import io.nyala.io.hdf5.Hdf5Group;
import io.nyala.io.keras.KerasWeights.Filling;
import io.nyala.models.Model;
import io.nyala.optimizers.Optimizer;
import io.nyala.variables.Variable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The state of optimizers in Keras's older files: group {@code optimizer_weights}. */
final class LegacyOptimizer {
  private static final String GROUP = "optimizer_weights";
  private static final String NAMES = "weight_names";

  private static final System.Logger LOG = System.getLogger(LegacyOptimizer.class.getPackageName());

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
    root.group(GROUP).attribute(NAMES, names);
  }

  /**
   * Finds the arrays of the optimizer's variables, as {@link OptimizerState#find}. If the state
   * does not fit, it is ignored with a warning and the optimizer starts over, as in Keras 2.
   */
  static Runnable find(
      Model model, Object form, Hdf5File file, String what, OlderArrays layout, List<Filling> into)
      throws IOException {
    List<String> names = file.texts(GROUP, NAMES);
    if (names == null || model.optimizer() == null || model.optimizer().segments() == null) {
      return () -> {};
    }
    List<Hdf5Dataset> arrays = new ArrayList<>();
    for (String name : names) {
      arrays.add(file.dataset(GROUP + "/" + name));
    }
    if (layout.version().major() >= 3) {
      return OptimizerState.find(model, form, arrays, what, into);
    }
    return OptimizerState.orAnew(
        layout.version().before(2, 11)
            ? found -> new OlderState(model, form, layout).find(names, arrays, found)
            : found ->
                OptimizerState.find(model, form, OlderState.used(model, arrays), what, found),
        what,
        into);
  }
}
