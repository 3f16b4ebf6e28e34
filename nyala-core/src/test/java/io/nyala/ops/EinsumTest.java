// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.testing.GradientCheck;
import io.nyala.testing.TensorAssert;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compared with loops over all letters, which is what the notation means. */
class EinsumTest {
  private static final Map<Character, Integer> EXTENTS =
      Map.of('a', 2, 'b', 3, 'c', 4, 'd', 2, 'i', 3, 'j', 5, 'k', 2);

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ij,jk->ik",
        "ij,kj->ki",
        "aij,ajk->aik",
        "aij,jk->aik",
        "abc,cjk->abjk",
        "abc,abc->abc",
        "abc,abc->a",
        "ai,aj->aij",
        "i,j->ij",
        "i,i->",
        "ij,ij->",
        "ij->ji",
        "ij->j",
        "ij->",
        "abc->cb",
        "ii->i",
        "ii->",
        "iji->j",
        "aiib->bia",
        "ij,jk,kc->ic",
        "ij,jk,ka->",
        "abci,bj,jc->ai",
        "ii,ij->ij",
        "ik,aj->a",
      })
  void means_loops_over_all_letters(String equation) {
    String[] sides = equation.split("->", -1);
    Tensor[] at = Arrays.stream(sides[0].split(",")).map(EinsumTest::normal).toArray(Tensor[]::new);
    Tensor want = loops(sides[0].split(","), sides[1], at);
    Tensor got = Evaluate.of(in -> Ops.einsum(equation, in), at);
    TensorAssert.assertClose(got, want, 1e-5, 1e-5);
    GradientCheck.check(in -> Ops.einsum(equation, in), at);
  }

  private static Tensor normal(String axes) {
    return GradientCheck.normal(shape(axes), new SplittableRandom(axes.hashCode()));
  }

  private static Shape shape(String axes) {
    return Shape.of(axes.chars().map(c -> EXTENTS.get((char) c)).toArray());
  }

  private static Tensor loops(String[] terms, String result, Tensor[] at) {
    List<Character> letters =
        String.join("", terms).chars().distinct().mapToObj(c -> (char) c).toList();
    double[] sums = new double[shape(result).size()];
    Map<Character, Integer> place = new HashMap<>();
    int all = letters.stream().mapToInt(EXTENTS::get).reduce(1, (x, y) -> x * y);
    for (int i = 0; i < all; i++) {
      int rest = i;
      for (char letter : letters) {
        place.put(letter, rest % EXTENTS.get(letter));
        rest /= EXTENTS.get(letter);
      }
      double product = 1;
      for (int t = 0; t < terms.length; t++) {
        product *= at[t].at(position(terms[t], place));
      }
      sums[position(result, place)] += product;
    }
    return Tensor.of(shape(result), sums);
  }

  private static int position(String axes, Map<Character, Integer> place) {
    int position = 0;
    for (char letter : axes.toCharArray()) {
      position = position * EXTENTS.get(letter) + place.get(letter);
    }
    return position;
  }

  @Test
  void dots_stand_for_any_axes_and_broadcast() {
    Tensor a = normal("abij");
    Tensor b = normal("jk");
    Tensor product = Evaluate.of(in -> Ops.matmul(in.get(0), in.get(1)), a, b);
    TensorAssert.assertClose(
        Evaluate.of(in -> Ops.einsum("...ij,jk->...ik", in.get(0), in.get(1)), a, b),
        product,
        1e-5,
        1e-5);
    Tensor many = normal("abjk");
    Tensor wide = many.slice(1, 0, 1);
    TensorAssert.assertClose(
        Evaluate.of(in -> Ops.einsum("...ij,...jk->...ik", in.get(0), in.get(1)), a, wide),
        Evaluate.of(in -> Ops.matmul(in.get(0), in.get(1)), a, wide),
        1e-5,
        1e-5);
    TensorAssert.assertClose(
        Evaluate.of(in -> Ops.einsum("i...->...", in.get(0)), normal("iab")),
        Evaluate.of(in -> Ops.sum(in.get(0), false, 0), normal("iab")),
        1e-5,
        1e-5);
  }

  @Test
  void without_an_arrow_the_single_letters_are_the_result() {
    Tensor a = normal("kj");
    Tensor b = normal("ij");
    TensorAssert.assertClose(
        Evaluate.of(in -> Ops.einsum("kj,ij", in.get(0), in.get(1)), a, b),
        Evaluate.of(in -> Ops.einsum("kj,ij->ik", in.get(0), in.get(1)), a, b),
        0,
        0);
  }

  @Test
  void integers_become_floats() {
    Tensor x = Tensor.vectorOfInts(1, 2, 3);
    assertThat(Evaluate.of(in -> Ops.einsum("i,i->", in.get(0), in.get(0)), x))
        .isEqualTo(Tensor.scalar(14));
  }

  @Test
  void the_batch_and_the_time_may_be_unknown() {
    Value x = Ops.input("x", Shape.of(-1, -1, 4));
    Value k = Ops.input("k", Shape.of(4, 2, 3));
    assertThat(Ops.einsum("abc,cde->abde", x, k).shape()).isEqualTo(Shape.of(-1, -1, 2, 3));
    assertThat(Ops.einsum("abc,abc->ab", x, x).shape()).isEqualTo(Shape.of(-1, -1));
  }

  @Test
  void says_what_does_not_fit() {
    Value a = Ops.input("a", Shape.of(2, 3));
    Value b = Ops.input("b", Shape.of(4, 5));
    refused(
        "ij,jk->ik", "einsum \"ij,jk->ik\": axis 'j' is 3 in one operand and 4 in another", a, b);
    refused("ij->i", "einsum \"ij->i\": expected 1 operands, got 2", a, b);
    refused(
        "ij->ik",
        "einsum \"ij->ik\": expected each axis of the result once and from an operand, got 'k'",
        a);
    refused(
        "ij->ii",
        "einsum \"ij->ii\": expected each axis of the result once and from an operand, got 'i'",
        a);
    refused(
        "ijk->i", "einsum \"ijk->i\": \"ijk\" does not name the axes of an operand with 2 axes", a);
    refused("i->i", "einsum \"i->i\": \"i\" does not name the axes of an operand with 2 axes", a);
    refused("ii->i", "einsum \"ii->i\": axis 'i' is 2 and 3 in one operand", a);
    refused("...j->j", "einsum \"...j->j\": expected the axes of the ellipsis in the result", a);
    refused(
        "i-j", "einsum \"i-j\": expected letters, commas, an ellipsis (...) and at most one ->", a);
  }

  private static void refused(String equation, String message, Value... operands) {
    assertThatThrownBy(() -> Ops.einsum(equation, operands))
        .isInstanceOfAny(ShapeException.class, IllegalArgumentException.class)
        .hasMessage(message);
  }
}
