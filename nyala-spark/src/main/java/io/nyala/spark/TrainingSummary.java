// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import io.nyala.io.files.JsonLine;
import io.nyala.io.files.JsonText;
import io.nyala.settings.Arguments;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a training on Spark went.
 *
 * @param history the losses and metrics of all epochs by their names, such as {@code val_loss};
 *     they are those of the whole data
 * @param chosenEpoch the epoch whose weights the model has, counted from 0: the best one with early
 *     stopping, otherwise the last one
 */
public record TrainingSummary(Map<String, List<Double>> history, int chosenEpoch)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String HISTORY = "history";
  private static final String CHOSEN = "chosen_epoch";

  /** Copies the values. */
  public TrainingSummary {
    Map<String, List<Double>> copy = new LinkedHashMap<>();
    Arguments.given("history", history).forEach((name, each) -> copy.put(name, List.copyOf(each)));
    history = Collections.unmodifiableMap(copy);
  }

  /** Returns the number of epochs trained. */
  public int epochs() {
    return history.values().stream().mapToInt(List::size).max().orElse(0);
  }

  String json() {
    Map<String, Object> values = new LinkedHashMap<>();
    history.forEach((name, each) -> values.put(name, each.stream().map(JsonLine::number).toList()));
    return JsonLine.of(Map.of(CHOSEN, chosenEpoch, HISTORY, values));
  }

  static TrainingSummary ofJson(String text, String name) throws IOException {
    Map<String, Object> all = JsonText.object(text, name);
    Map<String, List<Double>> history = new LinkedHashMap<>();
    if (!(all.get(CHOSEN) instanceof Number chosen)
        || !(all.get(HISTORY) instanceof Map<?, ?> in)) {
      throw new IOException(name + ": expected " + CHOSEN + " and " + HISTORY);
    }
    in.forEach(
        (quantity, values) -> {
          List<Double> numbers = new ArrayList<>();
          for (Object each : (List<?>) values) {
            numbers.add(each instanceof Number number ? number.doubleValue() : Double.NaN);
          }
          history.put((String) quantity, numbers);
        });
    return new TrainingSummary(history, chosen.intValue());
  }
}
