// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.actors;

import io.nyala.models.TrainStep;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The training step of the critics and that of the actor, with their inputs. */
final class CriticAndActor {
  private final TrainStep critics;
  private final Tensor[] criticInputs;
  private final TrainStep actor;
  private final Tensor[] actorInputs;

  CriticAndActor(TrainStep critics, Tensor[] criticInputs, TrainStep actor, Tensor[] actorInputs) {
    this.critics = critics;
    this.criticInputs = criticInputs;
    this.actor = actor;
    this.actorInputs = actorInputs;
    critics.prepare(criticInputs);
    actor.prepare(actorInputs);
  }

  void trainCritics() {
    critics.run(criticInputs);
  }

  void trainActor() {
    actor.run(actorInputs);
  }

  /** Returns the results since the last call; the loss is that of the critics. */
  Map<String, Double> measures() {
    Map<String, Double> all = new LinkedHashMap<>(actor.results().values());
    all.putAll(critics.results().values());
    actor.reset();
    critics.reset();
    return all;
  }

  // Checkpoints

  List<Variable> variables() {
    List<Variable> all = new ArrayList<>(critics.variables());
    all.addAll(actor.variables());
    return all;
  }

  void writeTo(Map<String, Object> state) {
    state.put("critics", critics.state());
    state.put("actor", actor.state());
  }

  @SuppressWarnings("unchecked") // from writeTo
  void restore(Map<String, Object> state) {
    critics.restore((Map<String, Object>) state.get("critics"));
    actor.restore((Map<String, Object>) state.get("actor"));
  }
}
