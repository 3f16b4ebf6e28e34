// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.ops.kinds.FusedActivation;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sums of products over axes named by letters. Operands are multiplied from left to right, each
 * pair as one matrix product: it sums over the letters that only the two have and is batched over
 * the letters that both keep.
 */
public final class Einsum {
  private static final String DOTS = "...";

  /** A value with a letter for each of its axes. */
  private record Term(Value value, String axes) {}

  private final String equation;
  private final Map<Character, Integer> extents = new HashMap<>();
  private final BinaryOperator<Value> dense;

  private Einsum(String equation, BinaryOperator<Value> dense) {
    this.equation = equation;
    this.dense = dense;
  }

  /**
   * Multiplies two operands that share no axis of the result with a product function of the caller,
   * for example one with a bias.
   *
   * @param equation of the form {@code ab,bc->ac}; any character may name an axis
   * @param dense multiplies {@code (..., k)} with {@code (k, n)}
   */
  public static Value product(String equation, Value x, Value kernel, BinaryOperator<Value> dense) {
    String[] sides = equation.split("->");
    String[] terms = sides[0].split(",");
    Einsum einsum = new Einsum(equation, dense);
    Term a = new Term(x, terms[0]);
    Term b = new Term(kernel, terms[1]);
    List.of(a, b).forEach(einsum::learn);
    return order(einsum.multiply(a, b, sides[1]), sides[1]);
  }

  static Value apply(String equation, List<Value> operands) {
    String form = equation.replace(" ", "");
    if (!form.matches("(?:[a-zA-Z.,]*)(?:->[a-zA-Z.]*)?")) {
      throw malformed(equation, "letters, commas, an ellipsis (...) and at most one ->");
    }
    int arrow = form.indexOf("->");
    String[] names = (arrow < 0 ? form : form.substring(0, arrow)).split(",", -1);
    if (names.length != operands.size()) {
      throw malformed(equation, names.length + " operands, got " + operands.size());
    }
    Einsum einsum =
        new Einsum(equation, (x, kernel) -> Ops.dense(x, kernel, null, FusedActivation.LINEAR));
    return einsum.apply(names, arrow < 0 ? null : form.substring(arrow + 2), operands);
  }

  private static IllegalArgumentException malformed(String equation, String expected) {
    return new IllegalArgumentException("einsum \"%s\": expected %s".formatted(equation, expected));
  }

  private Value apply(String[] names, String result, List<Value> operands) {
    List<Term> terms = new ArrayList<>();
    String elided = "";
    for (int i = 0; i < names.length; i++) {
      Value x = operands.get(i);
      String axes = expand(names[i], x.shape().rank());
      String digits = axes.replaceAll("[^0-9]", "");
      elided = digits.length() > elided.length() ? digits : elided;
      terms.add(new Term(x.dtype() == DType.FLOAT32 ? x : Ops.cast(x, DType.FLOAT32), axes));
    }
    if (result != null && !result.contains(DOTS) && !elided.isEmpty()) {
      throw malformed(equation, "the axes of the ellipsis in the result");
    }
    String to = result == null ? implied(names, elided) : result.replace(DOTS, elided);
    terms.replaceAll(this::diagonal);
    List<Term> all = terms;
    terms = terms.stream().map(t -> withoutRepeated(t, all)).toList();
    terms.forEach(this::learn);
    requireResult(to);
    Term product = terms.get(0);
    for (int i = 1; i < terms.size(); i++) {
      String later = terms.stream().skip(i + 1).map(Term::axes).collect(Collectors.joining());
      product = pair(product, terms.get(i), to + later);
    }
    return order(sumOut(product, without(product.axes, to)), to);
  }

  /** Names the axes of an ellipsis by digits, the last by 9, so that they align at the end. */
  private String expand(String names, int rank) {
    int at = names.indexOf(DOTS);
    String letters = at < 0 ? names : names.substring(0, at) + names.substring(at + 3);
    int elided = rank - letters.length();
    if (letters.indexOf('.') >= 0 || elided < 0 || elided > 10 || (at < 0 && elided > 0)) {
      throw new ShapeException(
          "einsum \"%s\": \"%s\" does not name the axes of an operand with %d axes"
              .formatted(equation, names, rank));
    }
    String digits = "0123456789".substring(10 - elided);
    return at < 0 ? letters : names.substring(0, at) + digits + names.substring(at + 3);
  }

  private static String implied(String[] names, String elided) {
    String all = String.join("", names).replace(".", "");
    return elided
        + all.chars()
            .filter(c -> all.indexOf(c) == all.lastIndexOf(c))
            .sorted()
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
  }

  private void requireResult(String to) {
    for (char axis : to.toCharArray()) {
      if (to.indexOf(axis) != to.lastIndexOf(axis) || !extents.containsKey(axis)) {
        throw malformed(
            equation, "each axis of the result once and from an operand, got '" + axis + "'");
      }
    }
  }

  /** Takes the diagonal of axes with the same letter: every (n + 1)th of the n x n elements. */
  private Term diagonal(Term t) {
    for (int i = 0; i < t.axes.length(); i++) {
      int j = t.axes.indexOf(t.axes.charAt(i), i + 1);
      if (j < 0) {
        continue;
      }
      Value last = Ops.moveAxisToEnd(Ops.moveAxisToEnd(t.value, i), j - 1);
      Shape s = last.shape();
      int n = s.last();
      if (n != s.dim(-2) || n == Shape.UNKNOWN) {
        throw new ShapeException(
            "einsum \"%s\": axis '%s' is %d and %d in one operand"
                .formatted(equation, t.axes.charAt(i), s.dim(-2), n));
      }
      Shape flat = s.drop(-1).with(-1, Shape.extent((long) n * n));
      String rest = new StringBuilder(t.axes).deleteCharAt(j).deleteCharAt(i).toString();
      Value diagonal = Ops.slice(Ops.reshape(last, flat), -1, 0, n, n + 1);
      return diagonal(new Term(diagonal, rest + t.axes.charAt(i)));
    }
    return t;
  }

  /**
   * Removes axes of an ellipsis that have extent 1 here and are longer elsewhere, for broadcasting.
   */
  private static Term withoutRepeated(Term t, List<Term> all) {
    for (int i = 0; i < t.axes.length(); i++) {
      char axis = t.axes.charAt(i);
      boolean longer =
          all.stream()
              .anyMatch(
                  o -> o.axes.indexOf(axis) >= 0 && o.value.shape().dim(o.axes.indexOf(axis)) != 1);
      if (axis <= '9' && t.value.shape().dim(i) == 1 && longer) {
        Value squeezed = reshape(t.value, t.value.shape().drop(i));
        String rest = new StringBuilder(t.axes).deleteCharAt(i).toString();
        return withoutRepeated(new Term(squeezed, rest), all);
      }
    }
    return t;
  }

  private void learn(Term t) {
    for (int i = 0; i < t.axes.length(); i++) {
      char axis = t.axes.charAt(i);
      int extent = t.value.shape().dim(i);
      int known = extents.getOrDefault(axis, Shape.UNKNOWN);
      if (known != Shape.UNKNOWN && extent != Shape.UNKNOWN && known != extent) {
        throw new ShapeException(
            "einsum \"%s\": axis '%s' is %d in one operand and %d in another"
                .formatted(equation, axis, known, extent));
      }
      extents.put(axis, known == Shape.UNKNOWN ? extent : known);
    }
  }

  /** Multiplies two terms and keeps the axes that the result needs. */
  private Term pair(Term a, Term b, String needed) {
    Term x = sumOut(a, without(without(a.axes, needed), b.axes));
    Term w = sumOut(b, without(without(b.axes, needed), a.axes));
    String both = in(x.axes, w.axes);
    String contracted = without(both, needed);
    String free = without(x.axes, w.axes);
    String units = without(w.axes, x.axes);
    if (contracted.isEmpty() || (free.isEmpty() && units.isEmpty())) {
      // Not a matrix product: element by element.
      String axes = in(both, needed) + free + units + contracted;
      return sumOut(new Term(Ops.multiply(spread(x, axes), spread(w, axes)), axes), contracted);
    }
    return multiply(x, w, needed);
  }

  /** Multiplies two terms as matrices, one pair for each position of the axes that both keep. */
  private Term multiply(Term a, Term b, String needed) {
    Term x = sumOut(a, without(without(a.axes, needed), b.axes));
    String kept = distinct(needed);
    String shared = in(in(kept, b.axes), x.axes);
    String contracted = without(in(b.axes, x.axes), kept);
    String free = without(in(kept, x.axes), shared);
    String units = without(in(kept, b.axes), x.axes);
    Value rows = order(x, shared + free + contracted);
    Value matrix = order(b, shared + contracted + units);
    int k = shape(contracted).size();
    int n = shape(units).size();
    Value y;
    if (shared.isEmpty()) {
      y = dense.apply(reshape(rows, shape(free).insert(-1, k)), reshape(matrix, Shape.of(k, n)));
    } else {
      Shape each = shape(shared);
      Shape many = shape(free);
      int m = many.isKnown() ? many.size() : Shape.UNKNOWN;
      y =
          Ops.matmul(
              reshape(rows, each.concat(Shape.of(m, k))),
              reshape(matrix, each.concat(Shape.of(k, n))));
    }
    String got = shared + free + units;
    return new Term(reshape(y, shape(got)), got);
  }

  private static Term sumOut(Term t, String axes) {
    int[] at = axes.chars().map(t.axes::indexOf).toArray();
    if (at.length == 0) {
      return t;
    }
    Value sum = Ops.sum(t.value, true, at);
    String rest = without(t.axes, axes);
    int[] kept = rest.chars().map(axis -> sum.shape().dim(t.axes.indexOf(axis))).toArray();
    return new Term(reshape(sum, Shape.of(kept)), rest);
  }

  private static Value order(Term t, String to) {
    return to.isEmpty()
        ? t.value
        : Ops.transpose(t.value, to.chars().map(t.axes::indexOf).toArray());
  }

  /** Returns the axes in another order, with extent 1 for those that the term lacks. */
  private static Value spread(Term t, String axes) {
    Value y = order(t, in(axes, t.axes));
    for (int i = 0; i < axes.length(); i++) {
      if (t.axes.indexOf(axes.charAt(i)) < 0) {
        y = reshape(y, y.shape().insert(i, 1));
      }
    }
    return y;
  }

  /**
   * Reshapes a value. If more than one extent is still unknown, as while a model is being
   * described, only the type of the result can be given.
   */
  private static Value reshape(Value x, Shape target) {
    return Arrays.stream(target.dims()).filter(d -> d == Shape.UNKNOWN).count() > 1
        ? Node.apply(new Leaf.Input("unknown", new Type(target, x.dtype())))
        : Ops.reshape(x, target);
  }

  private Shape shape(String axes) {
    return Shape.of(axes.chars().map(axis -> extents.get((char) axis)).toArray());
  }

  private static String distinct(String axes) {
    return axes.chars().distinct().mapToObj(Character::toString).collect(Collectors.joining());
  }

  private static String in(String axes, String others) {
    return filter(axes, others, true);
  }

  private static String without(String axes, String others) {
    return filter(axes, others, false);
  }

  private static String filter(String axes, String others, boolean present) {
    return IntStream.range(0, axes.length())
        .mapToObj(i -> axes.substring(i, i + 1))
        .filter(axis -> others.contains(axis) == present)
        .collect(Collectors.joining());
  }
}
