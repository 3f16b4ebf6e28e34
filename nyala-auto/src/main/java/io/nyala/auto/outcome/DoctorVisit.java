// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.outcome;

import io.nyala.auto.network.Trained;
import io.nyala.auto.network.Training;
import io.nyala.data.Examples;
import io.nyala.doctor.Course;
import io.nyala.doctor.Diagnosis;
import io.nyala.doctor.Disease;
import io.nyala.doctor.Examination;
import io.nyala.models.Model;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** Has the doctor look at a trained network and at the course of its training. */
public final class DoctorVisit {
  /** Enough rows for the doctor's statistics. */
  private static final int MOST_ROWS = 10_000;

  private DoctorVisit() {}

  /** Returns the findings. What came after the best epoch is not held against the network. */
  public static Diagnosis of(Training training, Trained trained) {
    Examples rows = training.train();
    if (rows.rows() > MOST_ROWS) {
      rows = rows.range(0, MOST_ROWS);
    }
    Model network = trained.network();
    Examination examination = network.examine(List.of(rows.x()), List.of(rows.y()));
    int epochs = trained.bestEpoch() + 1;
    Course course =
        new Course(
            network.optimizer().iterations(),
            trained.history().get("loss").subList(0, epochs),
            trained.history().get("val_loss").subList(0, epochs),
            Course.trivial(examination),
            moved(training.build(trained.settings()), network),
            false);
    Diagnosis diagnosis = course.diagnose().and(examination.diagnose());
    for (Disease expected : training.architecture().expected()) {
      diagnosis = diagnosis.without(expected);
    }
    return diagnosis;
  }

  /** Returns by how much the weights have changed relative to their size. */
  private static double moved(Model before, Model after) {
    List<Tensor> first = before.getWeights();
    List<Tensor> last = after.getWeights();
    double change =
        IntStream.range(0, first.size())
            .mapToDouble(i -> squares(last.get(i).floats(), first.get(i).floats()))
            .sum();
    double size = first.stream().mapToDouble(w -> squares(w.floats(), null)).sum();
    return size > 0 ? Math.sqrt(change / size) : Double.NaN;
  }

  private static double squares(float[] values, float[] less) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      double value = less == null ? values[i] : values[i] - less[i];
      sum += value * value;
    }
    return sum;
  }
}
