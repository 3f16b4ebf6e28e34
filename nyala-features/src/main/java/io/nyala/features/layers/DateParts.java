// SPDX-License-Identifier: Apache-2.0
package io.nyala.features.layers;

import io.nyala.data.table.DatePattern;
import io.nyala.settings.Arguments;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Turns dates, which are strings, into numbers: parts minus a center, divided by a scale; then sine
 * and cosine of periodic parts, so that December is next to January; then, if there is an
 * indicator, 1 where the date is missing. Of a missing date, the empty string, all other numbers
 * are 0; without an indicator, it is an error.
 *
 * <p>Input: strings {@code (batch, 1)}. Output: float32 {@code (batch, parts + 2 * cycles)} or one
 * more.
 */
public final class DateParts extends OwnLayer<DateParts> {
  private final List<DatePart> parts;
  private final List<DatePart> cycles;
  private double[] centers;
  private double[] scales;
  private DatePattern pattern = DatePattern.USUAL;
  private boolean indicator;

  /**
   * Creates the layer for dates in the usual forms.
   *
   * @param parts the parts to give as numbers; may be empty
   * @param cycles the parts to give as sine and cosine; may be empty
   * @throws IllegalArgumentException if there are none at all, or a cycle is not periodic
   */
  public DateParts(List<DatePart> parts, List<DatePart> cycles) {
    this.parts = Arguments.allGiven("parts", parts);
    this.cycles = Arguments.allGiven("cycles", cycles);
    centers = new double[parts.size()];
    scales = new double[parts.size()];
    Arrays.fill(scales, 1);
    if (parts.isEmpty() && cycles.isEmpty()) {
      throw new IllegalArgumentException("DateParts: expected at least one part or cycle");
    }
    for (DatePart cycle : cycles) {
      if (cycle.period() == 0) {
        throw new IllegalArgumentException(
            "DateParts: %s is not periodic; give it as a part".formatted(cycle));
      }
    }
  }

  static DateParts from(Settings s) {
    DateParts layer = new DateParts(parts(s, "parts"), parts(s, "cycles"));
    layer.pattern(s.getString("pattern", null));
    layer.scaled(s.getDoubles("centers"), s.getDoubles("scales"));
    return layer.indicator(s.getBoolean("indicator", false));
  }

  private static List<DatePart> parts(Settings s, String key) {
    List<DatePart> parts = new ArrayList<>();
    for (String name : list(s, key, String.class)) {
      parts.add(DatePart.valueOf(String.valueOf(name).toUpperCase(Locale.ROOT)));
    }
    return parts;
  }

  /** Sets how dates are written; null, the default, for the usual forms. */
  public DateParts pattern(String newPattern) {
    unbuilt().pattern = newPattern == null ? DatePattern.USUAL : DatePattern.of(newPattern);
    return this;
  }

  /** Sets what is subtracted from each part, and what the difference is divided by. */
  public DateParts scaled(double[] newCenters, double[] newScales) {
    if (newCenters.length != parts.size() || newScales.length != parts.size()) {
      throw new IllegalArgumentException(
          "DateParts: %d parts, but %d centers and %d scales"
              .formatted(parts.size(), newCenters.length, newScales.length));
    }
    unbuilt().centers = newCenters.clone();
    scales = newScales.clone();
    return this;
  }

  /** Sets whether a last number says that the date is missing; default false. */
  public DateParts indicator(boolean newIndicator) {
    unbuilt().indicator = newIndicator;
    return this;
  }

  private int width() {
    return parts.size() + 2 * cycles.size() + (indicator ? 1 : 0);
  }

  @Override
  public boolean takesMissing(int input) {
    return indicator;
  }

  @Override
  protected List<Type> outputTypes(List<Type> inputs) {
    Type type = inputs.get(0);
    if (inputs.size() != 1
        || type.dtype() != DType.STRING
        || type.shape().rank() != 2
        || type.shape().last() != 1) {
      throw new ShapeException("expected one column of dates as strings (batch, 1)");
    }
    return List.of(Type.floats(type.shape().with(1, width())));
  }

  @Override
  protected List<Tensor> compute(List<Tensor> inputs) {
    String[] texts = inputs.get(0).strings();
    float[] out = new float[texts.length * width()];
    for (int row = 0; row < texts.length; row++) {
      String text = texts[row].strip();
      int at = row * width();
      if (text.isEmpty()) {
        if (!indicator) {
          throw new IllegalArgumentException(
              "%s: the date of row %d is missing; no date was when the layer was made"
                  .formatted(this, row));
        }
        out[at + width() - 1] = 1;
      } else {
        LocalDateTime date = pattern.parse(text);
        if (date == null) {
          throw new IllegalArgumentException(
              "%s: expected %s, got \"%s\" in row %d".formatted(this, pattern, text, row));
        }
        write(date, out, at);
      }
    }
    return List.of(Tensor.of(Shape.of(texts.length, width()), out));
  }

  private void write(LocalDateTime date, float[] out, int start) {
    int at = start;
    for (int i = 0; i < parts.size(); i++) {
      out[at++] = (float) ((parts.get(i).of(date) - centers[i]) / scales[i]);
    }
    for (DatePart cycle : cycles) {
      double angle = 2 * Math.PI * cycle.of(date) / cycle.period();
      out[at++] = (float) StrictMath.sin(angle);
      out[at++] = (float) StrictMath.cos(angle);
    }
  }

  private static List<String> names(List<DatePart> parts) {
    List<String> names = new ArrayList<>();
    parts.forEach(part -> names.add(part.name().toLowerCase(Locale.ROOT)));
    return names;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("parts", names(parts));
    config.put("cycles", names(cycles));
    config.put("pattern", pattern.pattern());
    config.put("centers", Arrays.stream(centers).boxed().toList());
    config.put("scales", Arrays.stream(scales).boxed().toList());
    config.put("indicator", indicator);
    return config;
  }
}
