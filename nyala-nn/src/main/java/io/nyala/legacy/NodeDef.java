// SPDX-License-Identifier: Apache-2.0
package io.nyala.legacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An operation of a TensorFlow graph in the JSON format of its protocol buffer, a string inside the
 * form of {@code TensorFlowOpLayer}: {@code {"op": "Mean", "attr": {"keep_dims": {"b": true}}}}.
 */
final class NodeDef {
  private static final Pattern OP = Pattern.compile("\"op\"\\s*:\\s*\"(\\w+)\"");
  private static final Pattern ATTRIBUTE =
      Pattern.compile(
          "\"(\\w+)\"\\s*:\\s*\\{\\s*\"(b|i|f|type|list)\"\\s*:\\s*"
              + "(true|false|\"?[-+.\\w]+\"?|\\{[^}]*\\})");
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");

  private NodeDef() {}

  /** Returns a node as a call of the function that creates such nodes. */
  static TensorFlowCall call(String nodeDef, List<Object> args) {
    Matcher op = OP.matcher(nodeDef);
    if (!op.find()) {
      throw new IllegalArgumentException(
          "TensorFlowOpLayer: expected a node with \"op\", got " + nodeDef);
    }
    String function = op.group(1).toLowerCase(Locale.ROOT);
    Map<String, Object> attributes = attributes(nodeDef);
    return switch (function) {
      case "concatv2" -> {
        attributes.put("axis", args.removeLast());
        yield new TensorFlowCall("concat", listOf(args), attributes);
      }
      case "pack" -> new TensorFlowCall("stack", listOf(args), attributes);
      case "split" -> {
        // The axis comes first.
        attributes.put("axis", args.removeFirst());
        attributes.put("num_or_size_splits", attributes.get("num_split"));
        yield new TensorFlowCall("split", args, attributes);
      }
      case "stridedslice" -> {
        attributes.put("slice_spec", ranges(args, attributes));
        yield new TensorFlowCall("getitem", args.subList(0, 1), attributes);
      }
      default -> new TensorFlowCall(function, args, attributes);
    };
  }

  private static List<Object> listOf(List<Object> args) {
    List<Object> one = new ArrayList<>();
    one.add(args);
    return one;
  }

  /** Returns the attributes that are numbers, booleans, types and lists of integers. */
  private static Map<String, Object> attributes(String nodeDef) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    Matcher each = ATTRIBUTE.matcher(nodeDef);
    while (each.find()) {
      String text = each.group(3).replace("\"", "");
      attributes.put(
          each.group(1),
          switch (each.group(2)) {
            case "b" -> Boolean.valueOf(text);
            case "i" -> Integer.valueOf(text);
            case "f" -> Double.valueOf(text);
            case "list" -> whole(text);
            default -> text;
          });
    }
    return attributes;
  }

  private static List<Object> whole(String list) {
    List<Object> numbers = new ArrayList<>();
    Matcher each = WHOLE.matcher(list);
    while (each.find()) {
      numbers.add(Integer.valueOf(each.group()));
    }
    return numbers;
  }

  /** Returns the slice of a node with ranges in arrays, in the form of {@code x[...]}. */
  private static List<Object> ranges(List<Object> args, Map<String, Object> masks) {
    List<Object> items = new ArrayList<>();
    List<?> begin = (List<?>) args.get(1);
    for (int i = 0; i < begin.size(); i++) {
      if (bit(masks, "ellipsis_mask", i)) {
        items.add(Map.of("class_name", "__ellipsis__"));
      } else if (bit(masks, "new_axis_mask", i)) {
        items.add(null);
      } else if (bit(masks, "shrink_axis_mask", i)) {
        items.add(begin.get(i));
      } else {
        Map<String, Object> range = new LinkedHashMap<>();
        range.put("start", bit(masks, "begin_mask", i) ? null : begin.get(i));
        range.put("stop", bit(masks, "end_mask", i) ? null : ((List<?>) args.get(2)).get(i));
        range.put("step", ((List<?>) args.get(3)).get(i));
        items.add(range);
      }
    }
    return items;
  }

  private static boolean bit(Map<String, Object> masks, String mask, int i) {
    return masks.get(mask) instanceof Integer bits && (bits >> i & 1) == 1;
  }
}
