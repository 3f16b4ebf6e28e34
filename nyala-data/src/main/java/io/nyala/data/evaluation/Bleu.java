// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.evaluation;

import io.nyala.data.DataException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * BLEU of a set of translations with one reference each (Papineni et al. 2002): the geometric mean
 * of the precisions of n-grams of 1 to 4 tokens, counted over the whole set, times a penalty if
 * translations are shorter than their references.
 *
 * <p>Tokens: punctuation (except apostrophes and hyphens) is separated, text is split at white
 * space, and case matters. This is the "13a" tokenization of sacreBLEU for texts without numbers.
 * Smoothing: the first precision without a match counts as half a match, the next one as a quarter,
 * and so on (sacreBLEU's "exp").
 *
 * @param score from 0 to 100
 * @param precisions the precisions of n-grams of 1, 2, 3 and 4 tokens, from 0 to 100
 * @param brevityPenalty from 0 to 1
 * @param exactMatch the fraction of translations that equal their reference exactly
 */
public record Bleu(double score, double[] precisions, double brevityPenalty, double exactMatch) {
  private static final int LONGEST = 4;

  /**
   * Computes the score.
   *
   * @param translations the translations
   * @param references the reference translations, one for each
   * @throws DataException if the numbers of translations and references differ, or there are none
   */
  public static Bleu of(List<String> translations, List<String> references) {
    if (translations.size() != references.size() || translations.isEmpty()) {
      throw new DataException(
          "Bleu: expected a reference for each translation, got %d translations and %d references"
              .formatted(translations.size(), references.size()));
    }
    long[] matches = new long[LONGEST];
    long[] totals = new long[LONGEST];
    long length = 0;
    long wanted = 0;
    int equal = 0;
    for (int i = 0; i < translations.size(); i++) {
      String[] ours = tokens(translations.get(i));
      String[] theirs = tokens(references.get(i));
      length += ours.length;
      wanted += theirs.length;
      equal += translations.get(i).equals(references.get(i)) ? 1 : 0;
      for (int n = 1; n <= LONGEST; n++) {
        Map<String, Integer> there = runs(theirs, n);
        for (Map.Entry<String, Integer> run : runs(ours, n).entrySet()) {
          matches[n - 1] += Math.min(run.getValue(), there.getOrDefault(run.getKey(), 0));
          totals[n - 1] += run.getValue();
        }
      }
    }
    double penalty = length == 0 ? 0 : Math.min(1, Math.exp(1 - (double) wanted / length));
    return score(matches, totals, penalty, (double) equal / translations.size());
  }

  private static Bleu score(long[] matches, long[] totals, double penalty, double equal) {
    double[] precisions = new double[LONGEST];
    double logs = 0;
    double smooth = 1;
    for (int n = 0; n < LONGEST; n++) {
      if (totals[n] == 0) {
        // No translation has this many tokens: nothing to smooth, as in sacreBLEU.
        return new Bleu(0, precisions, penalty, equal);
      }
      if (matches[n] == 0) {
        smooth *= 2;
      }
      precisions[n] = 100 * (matches[n] == 0 ? 1 / smooth : matches[n]) / totals[n];
      logs += Math.log(precisions[n]) / LONGEST;
    }
    double score = matches[0] == 0 ? 0 : penalty * Math.exp(logs);
    return new Bleu(score, precisions, penalty, equal);
  }

  private static String[] tokens(String text) {
    String apart = text.replaceAll("([\\p{Punct}&&[^'-]]|[«»“”…])", " $1 ").strip();
    return apart.isEmpty() ? new String[0] : apart.split("\\s+");
  }

  private static Map<String, Integer> runs(String[] tokens, int n) {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i + n <= tokens.length; i++) {
      StringBuilder run = new StringBuilder();
      for (int j = i; j < i + n; j++) {
        run.append(tokens[j]).append(' ');
      }
      counts.merge(run.toString(), 1, Integer::sum);
    }
    return counts;
  }

  /** Formats the score in one line. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "BLEU %.1f (precisions %.1f/%.1f/%.1f/%.1f, brevity penalty %.3f), exact %.1f %%",
        score,
        precisions[0],
        precisions[1],
        precisions[2],
        precisions[3],
        brevityPenalty,
        100 * exactMatch);
  }
}
