// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.core;

import io.nyala.ops.Einsum;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An equation such as {@code abc,cde->abde}, with a letter for each axis of an input, a kernel and
 * their product; letters missing from the product are summed over. An ellipsis, first or last,
 * matches any number of axes. The equation is bound to an input shape and knows the extent of every
 * axis.
 */
final class EinsumEquation {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\.\\.\\.)?([a-zA-Z]+)(\\.\\.\\.)?,([a-zA-Z]+)->(\\.\\.\\.)?([a-zA-Z]+)(\\.\\.\\.)?");

  private final String equation;
  private final String input;
  private final String kernel;
  private final String output;
  private final int elided;
  private final boolean leftElided;
  private final Map<Character, Integer> extents = new LinkedHashMap<>();

  /**
   * Binds an equation.
   *
   * @param partial the shape of the product without the batch axis and the axes of the ellipsis;
   *     unknown extents are inferred from the input
   * @throws IllegalArgumentException if the equation is invalid
   * @throws ShapeException if the shapes do not match it
   */
  EinsumEquation(String equation, Shape inputShape, Shape partial) {
    Matcher m = FORM.matcher(equation.replace(" ", ""));
    if (!m.matches()
        || (m.group(1) == null) != (m.group(5) == null)
        || (m.group(3) == null) != (m.group(7) == null)
        || (m.group(1) != null && m.group(3) != null)) {
      throw new IllegalArgumentException(
          "EinsumDense: equation \"%s\" is not of the form ab,bc->ac, ...ab,bc->...ac or ab...,bc->ac..."
              .formatted(equation));
    }
    this.equation = equation;
    this.leftElided = m.group(1) != null;
    this.elided = inputShape.rank() - m.group(2).length();
    boolean dots = leftElided || m.group(3) != null;
    if (elided < 0 || (elided > 0 && !dots)) {
      throw new ShapeException(
          "expected one axis for each letter of \"%s\" in \"%s\"".formatted(m.group(2), equation));
    }
    StringBuilder rest = new StringBuilder();
    for (int i = 0; i < elided; i++) {
      rest.append((char) ('0' + i));
    }
    this.input = leftElided ? rest + m.group(2) : m.group(2) + rest;
    this.kernel = m.group(4);
    this.output = leftElided ? rest + m.group(6) : m.group(6) + rest;
    bind(inputShape, whole(inputShape, partial));
  }

  private Shape whole(Shape inputShape, Shape partial) {
    Shape whole = partial;
    if (leftElided) {
      for (int i = elided - 1; i > 0; i--) {
        whole = whole.insert(0, inputShape.dim(i));
      }
    }
    whole = whole.insert(0, inputShape.dim(0));
    if (!leftElided) {
      whole = whole.concat(inputShape.slice(inputShape.rank() - elided, inputShape.rank()));
    }
    if (whole.rank() != output.length()) {
      throw new ShapeException(
          "output shape %s does not match equation \"%s\"; it must not include the batch"
              .formatted(partial, equation));
    }
    return whole;
  }

  private void bind(Shape inputShape, Shape outputShape) {
    for (int i = 0; i < input.length(); i++) {
      extents.put(input.charAt(i), inputShape.dim(i));
    }
    for (int i = 0; i < output.length(); i++) {
      char axis = output.charAt(i);
      int extent = outputShape.dim(i);
      if (input.indexOf(axis) < 0 && kernel.indexOf(axis) < 0) {
        throw new IllegalArgumentException(
            "EinsumDense: axis '%s' of the output of \"%s\" is in neither input nor kernel"
                .formatted(axis, equation));
      }
      int known = extents.getOrDefault(axis, Shape.UNKNOWN);
      if (known != Shape.UNKNOWN && extent != Shape.UNKNOWN && known != extent) {
        throw new ShapeException(
            "axis '%s' of \"%s\" is %d in the input and %d in the output shape"
                .formatted(axis, equation, known, extent));
      }
      extents.put(axis, known == Shape.UNKNOWN ? extent : known);
    }
    for (char axis : kernel.toCharArray()) {
      if (extents.getOrDefault(axis, Shape.UNKNOWN) == Shape.UNKNOWN) {
        throw new ShapeException(
            "the extent of axis '%s' of \"%s\" must be known".formatted(axis, equation));
      }
    }
  }

  Shape kernelShape() {
    return shape(kernel);
  }

  /** Returns fan-in and fan-out. */
  Shape fans() {
    return Shape.of(size(shape(contracted())), size(shape(in(kernel, output))));
  }

  private static int size(Shape shape) {
    return shape.rank() == 0 ? 1 : shape.size();
  }

  /** Returns the shape of a bias with these output axes, broadcastable to the output. */
  Shape biasShape(String axes) {
    int first = output.length();
    for (char axis : axes.toCharArray()) {
      int at = output.indexOf(axis);
      if (at < 0) {
        throw new IllegalArgumentException(
            "EinsumDense: bias axis '%s' is not in the output of \"%s\"".formatted(axis, equation));
      }
      first = Math.min(first, at);
    }
    Shape shape = Shape.scalar();
    for (char axis : output.substring(first).toCharArray()) {
      shape = shape.insert(-1, axes.indexOf(axis) < 0 ? 1 : extents.get(axis));
    }
    return shape;
  }

  /**
   * Returns whether the axes of such a bias are the last axes of the output and all come from the
   * kernel.
   */
  boolean isBiasOfUnits(String axes) {
    String units = without(in(output, kernel), input);
    return output.endsWith(units) && units.equals(in(output, axes)) && shared().isEmpty();
  }

  // Computing

  /** Returns the product with the input; {@code dense} multiplies over its last axis. */
  Value apply(Value x, Value weights, BinaryOperator<Value> dense) {
    return Einsum.product(input + "," + kernel + "->" + output, x, weights, dense);
  }

  /** Returns the axes shared by input, kernel and output. */
  private String shared() {
    return in(in(output, kernel), input);
  }

  /** Axes that are summed over. */
  private String contracted() {
    return without(in(kernel, input), output);
  }

  private Shape shape(String axes) {
    List<Integer> dims = new ArrayList<>();
    for (char axis : axes.toCharArray()) {
      dims.add(extents.get(axis));
    }
    return Shape.of(dims.stream().mapToInt(i -> i).toArray());
  }

  private static String in(String axes, String others) {
    return axes.replaceAll(others.isEmpty() ? "." : "[^" + others + "]", "");
  }

  private static String without(String axes, String others) {
    return others.isEmpty() ? axes : axes.replaceAll("[" + others + "]", "");
  }
}
