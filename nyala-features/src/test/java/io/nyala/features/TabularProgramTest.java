// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.dense;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nyala.data.evaluation.RegressionReport;
import io.nyala.data.split.Fold;
import io.nyala.data.split.Split;
import io.nyala.data.table.Csv;
import io.nyala.data.table.Table;
import io.nyala.io.ModelFiles;
import io.nyala.models.Model;
import io.nyala.models.serving.NamedPredictor;
import io.nyala.ops.Value;
import io.nyala.testing.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in the guide: from a table to the answer for a row in another process. */
class TabularProgramTest {
  private static final int ROWS = 20_000;

  /** The other process. */
  static final class Service {
    private Service() {}

    public static void main(String[] args) {
      Path file = Path.of(args[0]);
      // snippet:services-table-predict
      NamedPredictor predictor = ModelFiles.load(file).namedPredictor();
      Map<String, Object> row = new HashMap<>(Map.of("income", 2400.5, "items", 3, "member", true));
      row.putAll(Map.of("city", "Graz", "kind", "tool", "tags", "gift|eco"));
      row.put("day", LocalDate.of(2025, 11, 30));
      double spent = predictor.predict(row).value(); // age is missing
      // end:services-table-predict
      System.out.print(spent);
    }
  }

  @Test
  void predicts_a_row_in_another_process(@TempDir Path dir)
      throws IOException, InterruptedException {
    Path csv = dir.resolve("orders.csv");
    Path file = dir.resolve("orders.keras");
    Orders.generate(ROWS, 42).drop("note").write(csv);

    // snippet:services-table
    Table orders = Csv.read(csv);
    Fold parts = Split.shuffled(42).rows(orders.rows(), 0.2);
    Table train = parts.train(orders);
    Table test = parts.test(orders);
    FeatureSpace space = FeatureSpace.infer(train, "spent").cross(32, "city", "kind").adapt(train);
    System.out.println(space.summary());

    Value hidden = dense(32).activation(RELU).apply(space.encoded());
    Model model = Model.of(space.inputs(), List.of(dense(1).named("spent").apply(hidden)));
    model.compile(adam(3e-3), meanSquaredError());
    model.fit(
        space.tensors(train),
        List.of(train.floats("spent")),
        fit()
            .epochs(8)
            .batchSize(128)
            .validation(space.tensors(test), List.of(test.floats("spent"))));
    RegressionReport report =
        RegressionReport.of(test.floats("spent"), model.predict(space.tensors(test)).get(0));
    System.out.println(report);
    ModelFiles.save(model, file);
    // end:services-table

    assertThat(report.r2()).as("explained variance").isGreaterThan(0.9);
    Process service =
        ChildJvm.running(Service.class.getName(), List.of("-Xmx256m"), List.of(file.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed =
        new String(service.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(service.waitFor()).isZero();
    Table row =
        Csv.options()
            .parse(
                "row.csv",
                "income,items,member,city,kind,day,tags,age\n"
                    + "2400.5,3,yes,Graz,tool,2025-11-30,gift|eco,\n");
    assertThat(Double.parseDouble(printed))
        .isCloseTo(model.predict(space.tensors(row)).get(0).at(0), within(1e-5));
  }
}
