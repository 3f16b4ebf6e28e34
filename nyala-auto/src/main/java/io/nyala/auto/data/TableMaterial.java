// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.data;

import io.nyala.auto.facts.AutoDecision;
import io.nyala.data.Examples;
import io.nyala.data.split.TrainValidationTest;
import io.nyala.data.table.Table;
import io.nyala.features.Feature;
import io.nyala.features.FeatureSpace;
import io.nyala.layers.Layers;
import io.nyala.models.Model;
import io.nyala.ops.Value;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The rows of a table. Features are inferred from the training rows, and encoded once: nothing in
 * them is trained.
 */
public final class TableMaterial implements Material {
  /** The number of cells for which importance is computed quickly. */
  private static final int PROBE_CELLS = 400_000;

  private static final int FEWEST_PROBED = 200;

  /** Lines of a summary that somebody reads. */
  private static final int MOST_LINES = 60;

  private final TableRows rows;
  private final Target target;
  private final Optional<TimeFeature> time;
  private final FeatureSpace space;
  private final Model encoder;
  private final TrainValidationTest examples;
  private final List<String> columns;
  private final List<Tensor> probed;
  private final Examples probe;

  /**
   * Learns the statistics of the columns from the training rows.
   *
   * @param time the column by which rows are split, or null
   */
  public TableMaterial(TableRows rows, String targetName, String time) {
    this.rows = rows;
    Table training = rows.parts().train();
    this.target = Target.fit(training, targetName, rows.task());
    FeatureSpace inferred =
        FeatureSpace.infer(training, targetName).withoutEmbeddings().expectMissing();
    this.time = time == null ? Optional.empty() : TimeFeature.of(inferred, training, time);
    this.space = this.time.map(t -> t.change(inferred)).orElse(inferred).adapt(training);
    this.encoder = Model.of(space.inputs(), List.of(space.encoded()));
    this.examples =
        new TrainValidationTest(
            examples(training), examples(rows.parts().validation()), examples(rows.parts().test()));
    this.columns = space.features().stream().map(Feature::name).toList();
    Table held = rows.parts().validation();
    int most = Math.max(FEWEST_PROBED, PROBE_CELLS / columns.size());
    Table few = held.head(Math.min(held.rows(), most));
    this.probed = space.tensors(few);
    this.probe = new Examples(encoded(probed), target.encode(few));
  }

  private Examples examples(Table part) {
    return new Examples(encoded(space.tensors(part)), target.encode(part));
  }

  private Tensor encoded(List<Tensor> inputs) {
    return encoder.predict(inputs).getFirst();
  }

  /** Returns the rows. */
  public TableRows rows() {
    return rows;
  }

  /** Returns the features with the reasons for them. */
  public List<AutoDecision> decisions() {
    List<AutoDecision> decisions = new ArrayList<>();
    decisions.add(
        new AutoDecision(
            "features",
            "%d columns as %d numbers".formatted(columns.size(), space.width()),
            "inferred from the training rows:\n" + summary()));
    time.ifPresent(t -> decisions.add(t.decision()));
    return decisions;
  }

  private String summary() {
    List<String> lines = space.summary().lines().toList();
    String first = lines.stream().limit(MOST_LINES).collect(Collectors.joining("\n"));
    return lines.size() <= MOST_LINES
        ? first
        : first + "\nand %,d more".formatted(lines.size() - MOST_LINES);
  }

  /** Returns code that changes the inferred features of a program; empty for none. */
  public String change() {
    return time.map(TimeFeature::code).orElse("");
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public TrainValidationTest examples() {
    return examples;
  }

  @Override
  public Examples probe() {
    return probe;
  }

  @Override
  public List<String> parts() {
    return columns;
  }

  @Override
  public Tensor shuffled(int part, int[] order) {
    List<Tensor> inputs = new ArrayList<>(probed);
    inputs.set(part, probed.get(part).rows(order));
    return encoded(inputs);
  }

  @Override
  public Model served(Model network) {
    if (target.task().classifies()) {
      network.named(target.outputName());
      return target.decoded(Model.of(space.inputs(), List.of(network.apply(space.encoded()))));
    }
    Value output =
        Layers.rescaling(target.scale(), target.mean())
            .named(target.outputName())
            .apply(network.apply(space.encoded()));
    return Model.of(space.inputs(), List.of(output));
  }
}
