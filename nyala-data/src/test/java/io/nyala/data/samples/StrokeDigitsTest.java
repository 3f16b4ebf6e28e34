// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.data.samples.StrokeDigits.Digits;
import io.nyala.tensor.Shape;
import org.junit.jupiter.api.Test;

class StrokeDigitsTest {
  @Test
  void the_same_seed_draws_the_same_images() {
    Digits a = StrokeDigits.generate(50, 3);
    assertThat(a.images()).isEqualTo(StrokeDigits.generate(50, 3).images());
    assertThat(a.images()).isNotEqualTo(StrokeDigits.generate(50, 4).images());
  }

  @Test
  void images_have_ink_on_paper_and_no_two_are_alike() {
    Digits d = StrokeDigits.generate(200, 1);
    assertThat(d.images().shape()).isEqualTo(Shape.of(200, 28, 28));
    for (int i = 0; i < 200; i++) {
      double ink = 0;
      for (float p : d.images().rows(i, i + 1).floats()) {
        assertThat(p).isBetween(0f, 1f);
        ink += p;
      }
      assertThat(ink / 784).as("share of ink in image %d", i).isBetween(0.03, 0.45);
      assertThat(d.images().rows(i, i + 1))
          .isNotEqualTo(d.images().rows((i + 1) % 200, (i + 1) % 200 + 1));
    }
  }

  @Test
  void classes_are_equally_frequent() {
    int[] count = new int[10];
    for (int label : StrokeDigits.generate(1000, 2).labels().ints()) {
      count[label]++;
    }
    assertThat(count).containsOnly(100);
  }
}
