// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The number of occurrences of each token, and of texts containing it, in order of first
 * occurrence.
 */
final class TokenCounts {
  private static final int CHUNK = 2048; // texts: each chunk is merged token by token

  /** The two counts of a token. */
  static final class Count {
    long uses;
    int texts;
    private int latest = -1; // the text that was counted last, while a chunk is being counted
  }

  private final Map<String, Count> counts = new LinkedHashMap<>();

  /** Counts on all cores. Chunks are merged in order, so the result is deterministic. */
  static <T> TokenCounts of(List<T> texts, Function<T, List<String>> tokens) {
    int chunks = (texts.size() + CHUNK - 1) / CHUNK;
    List<TokenCounts> parts =
        IntStream.range(0, chunks)
            .parallel()
            .mapToObj(
                chunk -> {
                  int from = chunk * CHUNK;
                  TokenCounts part = new TokenCounts();
                  for (int i = from; i < Math.min(texts.size(), from + CHUNK); i++) {
                    part.add(tokens.apply(texts.get(i)), i);
                  }
                  return part;
                })
            .toList();
    TokenCounts all = new TokenCounts();
    parts.forEach(all::add);
    return all;
  }

  private void add(List<String> tokens, int text) {
    for (String token : tokens) {
      Count count = counts.computeIfAbsent(token, t -> new Count());
      count.uses++;
      if (count.latest != text) {
        count.latest = text;
        count.texts++;
      }
    }
  }

  /** Adds the counts of a later chunk of the texts. */
  void add(TokenCounts later) {
    later.counts.forEach(
        (token, count) -> {
          Count mine = counts.computeIfAbsent(token, t -> new Count());
          mine.uses += count.uses;
          mine.texts += count.texts;
        });
  }

  /** Returns how much less than others each token says about a text, as Keras weighs it. */
  double[] idf(List<String> tokens, int texts) {
    return tokens.stream()
        .mapToDouble(t -> Math.log(1 + texts / (1.0 + counts.get(t).texts)))
        .toArray();
  }

  Map<String, Count> counts() {
    return counts;
  }
}
