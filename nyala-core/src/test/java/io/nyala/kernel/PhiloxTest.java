// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("kernel")
class PhiloxTest {
  /** The lines "philox4x32 10" of kat_vectors in Random123, the authors' own library. */
  @ParameterizedTest
  @CsvSource({
    "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
    "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1"
  })
  void gives_the_known_answers(String counter, String key, String answer) {
    int[] c = words(counter);
    int[] k = words(key);
    long first = Philox.words(join(k[0], k[1]), join(c[2], c[3]), join(c[0], c[1]), false);
    long second = Philox.words(join(k[0], k[1]), join(c[2], c[3]), join(c[0], c[1]), true);
    assertThat(new int[] {(int) first, (int) (first >>> 32), (int) second, (int) (second >>> 32)})
        .containsExactly(words(answer));
  }

  private static int[] words(String text) {
    String[] parts = text.split(" ");
    int[] words = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      words[i] = Integer.parseUnsignedInt(parts[i], 16);
    }
    return words;
  }

  private static long join(int low, int high) {
    return (low & 0xFFFF_FFFFL) | (long) high << 32;
  }
}
