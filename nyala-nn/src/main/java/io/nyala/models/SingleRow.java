// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.models.core.ConsistentRead;
import io.nyala.models.core.ModelCore;
import io.nyala.models.core.States;
import io.nyala.models.programs.PredictionProgram;
import io.nyala.models.programs.ProgramCache;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/** Predicts one row at a time with little work besides that of the network. */
final class SingleRow {
  private final ModelCore model;
  private final ProgramCache<List<Shape>, PredictionProgram> programs;
  private final boolean stateful;
  private final List<Type> types;

  SingleRow(ModelCore model, ProgramCache<List<Shape>, PredictionProgram> programs) {
    this.model = model;
    this.programs = programs;
    this.stateful = States.areKeptBy(model);
    this.types = model.programTypes();
  }

  /** Returns whether rows can be predicted independently of each other. */
  boolean isPossible() {
    return !stateful;
  }

  /** Predicts a row of the types and shapes that the model declares. */
  List<Tensor> predict(List<Tensor> x) {
    List<Tensor> inputs = model.programInputs(x);
    model.categories().check("", inputs);
    List<Shape> shapes = new ArrayList<>(inputs.size());
    List<Tensor> cast = new ArrayList<>(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      shapes.add(inputs.get(i).shape());
      cast.add(inputs.get(i).cast(types.get(i).dtype()));
    }
    PredictionProgram program = programs.get(shapes);
    PredictionProgram.Slot slot = program.slots().take();
    try {
      slot.load(cast);
      ConsistentRead.once(model).run(slot);
      List<Tensor> results = new ArrayList<>();
      for (int i = 0; i < program.outputs(); i++) {
        results.add(slot.read(i));
      }
      return results;
    } finally {
      program.slots().giveBack(slot);
    }
  }
}
