// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import io.nyala.io.tensorboard.Summary.HParamsMetric;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the messages that {@link HParams} writes, and those of TensorBoard. */
final class HParamsReader {
  private static final int FAILURE = 2;

  private HParamsReader() {}

  static Summary.Content read(byte[] pluginData) throws IOException {
    ProtoReader in = new ProtoReader(pluginData);
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 2 -> {
          return experiment(in.message());
        }
        case 3 -> {
          return start(in.message());
        }
        case 4 -> {
          return end(in.message());
        }
        default -> in.skip();
      }
    }
    return new Summary.Other();
  }

  private static Summary.Content experiment(ProtoReader in) throws IOException {
    List<String> names = new ArrayList<>();
    List<HParamsMetric> metrics = new ArrayList<>();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 4 -> names.add(firstString(in.message()));
        case 5 -> metrics.add(metric(in.message()));
        default -> in.skip();
      }
    }
    return new Summary.HParamsExperiment(List.copyOf(names), List.copyOf(metrics));
  }

  private static String firstString(ProtoReader in) throws IOException {
    String first = "";
    for (int field = in.next(); field != 0; field = in.next()) {
      if (field == 1) {
        first = in.string();
      } else {
        in.skip();
      }
    }
    return first;
  }

  private static HParamsMetric metric(ProtoReader in) throws IOException {
    String group = "";
    String tag = "";
    for (int field = in.next(); field != 0; field = in.next()) {
      if (field != 1) {
        in.skip();
        continue;
      }
      ProtoReader name = in.message();
      for (int f = name.next(); f != 0; f = name.next()) {
        switch (f) {
          case 1 -> group = name.string();
          case 2 -> tag = name.string();
          default -> name.skip();
        }
      }
    }
    return new HParamsMetric(group, tag);
  }

  private static Summary.Content start(ProtoReader in) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int field = in.next(); field != 0; field = in.next()) {
      if (field != 1) {
        in.skip();
        continue;
      }
      ProtoReader entry = in.message();
      String name = "";
      Object value = null;
      for (int f = entry.next(); f != 0; f = entry.next()) {
        switch (f) {
          case 1 -> name = entry.string();
          case 2 -> value = value(entry.message());
          default -> entry.skip();
        }
      }
      if (value != null) {
        values.put(name, value);
      }
    }
    return new Summary.HParamsStart(values);
  }

  /** Reads a JSON value as protobuf has it; null for lists and structures, which have no column. */
  private static Object value(ProtoReader in) throws IOException {
    Object value = null;
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 2 -> value = in.doubles();
        case 3 -> value = in.string();
        case 4 -> value = in.varint() != 0;
        default -> in.skip();
      }
    }
    return value;
  }

  private static Summary.Content end(ProtoReader in) throws IOException {
    long status = 0;
    for (int field = in.next(); field != 0; field = in.next()) {
      if (field == 1) {
        status = in.varint();
      } else {
        in.skip();
      }
    }
    return new Summary.HParamsEnd(status != FAILURE);
  }
}
