// SPDX-License-Identifier: Apache-2.0
package consumer;

import static io.nyala.io.tensorboard.TensorBoard.tensorBoard;
import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.board.Board;
import io.nyala.data.evaluation.RegressionReport;
import io.nyala.io.ModelFiles;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.plot.Plots;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Trains, saves, loads, plots and serves a model in the given folder. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    float[] numbers = new float[256];
    float[] squares = new float[256];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i / 128f - 1;
      squares[i] = numbers[i] * numbers[i];
    }
    Tensor x = Tensor.of(Shape.of(256, 1), numbers);
    Tensor y = Tensor.of(Shape.of(256, 1), squares);

    Model model = Sequential.of(input(1), dense(16).activation(RELU), dense(1));
    model.seed(1);
    model.compile(adam(0.01), meanSquaredError());
    History history =
        model.fit(x, y, fit().epochs(30).callbacks(tensorBoard(folder.resolve("runs/one"))));
    List<Double> loss = history.get("loss");
    System.out.println("loss fell: " + (loss.getLast() < loss.getFirst() / 10));

    ModelFiles.save(model, folder.resolve("square.keras"));
    Tensor predicted = ModelFiles.load(folder.resolve("square.keras")).predict(x);
    System.out.println(
        "read back equal: " + Arrays.equals(predicted.floats(), model.predict(x).floats()));
    System.out.println("R2 above 0.9: " + (RegressionReport.of(y, predicted).r2() > 0.9));

    Plots.learningCurves(folder.resolve("curves.png"), "squares", history.values());
    System.out.println("drawn: " + (Files.size(folder.resolve("curves.png")) > 0));

    try (Board board = Board.serve(folder.resolve("runs"), 0)) {
      System.out.println("served: " + board.address().startsWith("http://localhost:"));
    }
  }
}
