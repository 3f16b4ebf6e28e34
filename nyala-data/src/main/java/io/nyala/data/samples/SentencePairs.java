// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.samples;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Short sentences and their translations into an invented language with the adjective after the
 * noun and the verb at the end.
 *
 * @param sources the sentences
 * @param targets their translations
 */
public record SentencePairs(List<String> sources, List<String> targets) {
  private static final String[][] NOUNS = {
    {"cat", "mia"}, {"dog", "vuk"}, {"bird", "tiri"}, {"fish", "bul"}, {"man", "homo"},
  };
  private static final String[][] ADJECTIVES = {
    {"big", "gran"}, {"old", "vet"}, {"red", "ruz"}, {"good", "bon"},
  };
  private static final String[][] VERBS = {
    {"sees", "vid"}, {"likes", "am"}, {"hears", "od"}, {"eats", "man"},
  };

  /**
   * Generates pairs; the same for the same seed. Sentences may repeat.
   *
   * @param count the number of pairs, at least 1
   * @param seed the random seed
   */
  public static SentencePairs generate(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> sources = new ArrayList<>();
    List<String> targets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String[] adjective = ADJECTIVES[random.nextInt(ADJECTIVES.length)];
      String[] subject = NOUNS[random.nextInt(NOUNS.length)];
      String[] verb = VERBS[random.nextInt(VERBS.length)];
      String[] object = NOUNS[random.nextInt(NOUNS.length)];
      sources.add("%s %s %s %s.".formatted(adjective[0], subject[0], verb[0], object[0]));
      targets.add("%s %s %s %s !".formatted(subject[1], adjective[1], object[1], verb[1]));
    }
    return new SentencePairs(sources, targets);
  }
}
