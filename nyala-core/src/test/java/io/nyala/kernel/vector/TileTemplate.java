// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes out Java sources in which loops are unrolled. A template is a Java source with three kinds
 * of lines more:
 *
 * <pre>
 *   //tiles R = 8, 4       repeats up to //end for each value of R, with an empty line between
 *   //for r in 0..${R-1}   repeats up to //end for each value of r
 *   //end
 * </pre>
 *
 * {@code $r} and {@code ${r+1}} stand for numbers; what is in braces is a sum of products.
 */
final class TileTemplate {
  private static final Pattern TILES = Pattern.compile(" *//tiles (\\w) = ([\\d, ]+)");
  private static final Pattern FOR = Pattern.compile(" *//for (\\w) in (\\d+)\\.\\.(\\d+)");
  private static final Pattern NUMBER = Pattern.compile("\\$(?:(\\w)|\\{([^}]+)})");

  private final List<String> template;
  private final Map<String, Integer> variables = new HashMap<>();
  private final List<String> out = new ArrayList<>();

  private TileTemplate(List<String> template) {
    this.template = template;
  }

  /** Returns the lines of the source. */
  static List<String> expand(List<String> template) {
    TileTemplate expansion = new TileTemplate(template);
    expansion.lines(0, template.size());
    return expansion.out;
  }

  private void lines(int from, int to) {
    for (int i = from; i < to; i++) {
      String line = numbers(template.get(i));
      Matcher tiles = TILES.matcher(line);
      Matcher loop = FOR.matcher(line);
      if (tiles.matches()) {
        int end = end(i);
        String[] values = tiles.group(2).split(", *");
        for (int v = 0; v < values.length; v++) {
          if (v > 0) {
            out.add("");
          }
          repeat(tiles.group(1), Integer.parseInt(values[v]), i + 1, end);
        }
        i = end;
      } else if (loop.matches()) {
        int end = end(i);
        for (int v = Integer.parseInt(loop.group(2)); v <= Integer.parseInt(loop.group(3)); v++) {
          repeat(loop.group(1), v, i + 1, end);
        }
        i = end;
      } else if (line.strip().startsWith("//for") || line.strip().startsWith("//tiles")) {
        throw new IllegalArgumentException("line " + (i + 1) + ": " + line.strip());
      } else {
        out.add(line);
      }
    }
  }

  private void repeat(String variable, int value, int from, int to) {
    variables.put(variable, value);
    lines(from, to);
    variables.remove(variable);
  }

  /** Returns the line that ends what a line begins. */
  private int end(int begin) {
    int depth = 0;
    for (int i = begin; i < template.size(); i++) {
      String line = template.get(i).strip();
      depth += line.startsWith("//for ") || line.startsWith("//tiles ") ? 1 : 0;
      depth -= line.equals("//end") ? 1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("line " + (begin + 1) + " has no //end");
  }

  private String numbers(String line) {
    return NUMBER.matcher(line).replaceAll(this::number);
  }

  private String number(MatchResult match) {
    String expression = match.group(1) != null ? match.group(1) : match.group(2);
    int sum = 0;
    for (String term : expression.replace("-", "+-").split("\\+")) {
      int product = 1;
      for (String factor : term.split("\\*")) {
        boolean negative = factor.startsWith("-");
        String name = negative ? factor.substring(1) : factor;
        Integer known = variables.get(name);
        product *= (negative ? -1 : 1) * (known != null ? known : Integer.parseInt(name));
      }
      sum += product;
    }
    return Integer.toString(sum);
  }
}
