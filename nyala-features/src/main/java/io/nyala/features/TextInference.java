// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import static io.nyala.features.Feature.bool;
import static io.nyala.features.Feature.categorical;
import static io.nyala.features.Feature.date;
import static io.nyala.features.Feature.numeric;
import static io.nyala.features.Feature.text;

import io.nyala.data.table.DatePattern;
import io.nyala.features.layers.SplitValues;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Proposes features for columns of texts. */
final class TextInference {
  /** The number of bins for very many categories. */
  static final int BINS = 256;

  private static final Set<String> BOOLEANS =
      Set.of("true", "false", "yes", "no", "t", "f", "y", "n");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
  private static final Pattern DECIMAL_COMMA =
      Pattern.compile("[-+]?(\\d+|\\d{1,3}([.' \u00a0\u202f]\\d{3})+)(,\\d+)?");
  private static final Pattern GROUPED = Pattern.compile("[-+]?\\d{1,3}(,\\d{3})+(\\.\\d+)?");
  private static final double MOST = 0.8;
  private static final int MOST_STRAY = 20;
  private static final double WORDS_OF_TEXT = 4;
  private static final int MOST_ONE_HOT = 50;
  private static final int MOST_EMBEDDED = 1000;
  private static final int RARE_SHARE = 2000;
  private static final int ENOUGH_ROWS = 20;
  private static final double NEARLY_ALL = 0.9;
  private static final int MOST_VALUES = 200;

  private TextInference() {}

  static Inference.Proposal propose(ColumnFacts f) {
    if (f.counts.keySet().stream().allMatch(t -> BOOLEANS.contains(t.toLowerCase(Locale.ROOT)))) {
      return new Inference.Proposal(bool(f.name), "only " + String.join(", ", sorted(f, 4)));
    }
    Optional<DatePattern> dates = DatePattern.find(f.counts.keySet());
    if (dates.isPresent()) {
      return dates(f, dates.get().pattern());
    }
    Inference.Proposal numbers = numbers(f);
    if (numbers != null) {
      return numbers;
    }
    double words = f.words();
    Inference.Proposal several = severalValues(f);
    if (several != null) {
      return several;
    }
    if (words >= WORDS_OF_TEXT && f.distinct() > MOST_ONE_HOT) {
      return new Inference.Proposal(text(f.name), "texts of %.0f words".formatted(words));
    }
    boolean different = f.distinct() >= NEARLY_ALL * f.count;
    if (different && f.count >= ENOUGH_ROWS) {
      return words >= 2
          ? new Inference.Proposal(text(f.name), "short texts, nearly all different")
          : Inference.Proposal.leaveOut(
              (f.distinct() == f.count ? "all" : "nearly all")
                  + " different: an identifier or a name");
    }
    return categories(f, "texts");
  }

  /** Proposes one of the encodings of categories, by their number. */
  static Inference.Proposal categories(ColumnFacts f, String what) {
    int n = f.distinct();
    String reason = "%s, %,d different".formatted(what, n);
    if (n > MOST_EMBEDDED) {
      return new Inference.Proposal(categorical(f.name).hashed(BINS), reason);
    }
    int rare = Math.max(1, Math.min(10, f.count / RARE_SHARE));
    CategoryFeature categories = categorical(f.name).minCount(rare);
    return new Inference.Proposal(
        n > MOST_ONE_HOT
            ? categories.embedding((int) Math.min(16, 2 + Math.sqrt(n) / 2))
            : categories,
        reason);
  }

  private static Inference.Proposal dates(ColumnFacts f, String pattern) {
    if (pattern == null) {
      return new Inference.Proposal(date(f.name), "dates");
    }
    boolean swapped =
        pattern.startsWith("M/d/")
            && f.counts.keySet().stream()
                .allMatch(t -> DatePattern.of("d/M/" + pattern.substring(4)).parse(t) != null);
    return new Inference.Proposal(
        date(f.name).pattern(pattern),
        "dates as " + pattern + (swapped ? "; d/M would fit too" : ""));
  }

  /** Returns a proposal for numbers in another form, or with a few texts among them, or null. */
  private static Inference.Proposal numbers(ColumnFacts f) {
    long plain = matching(f, NUMBER);
    if (plain >= MOST * f.count) {
      List<String> stray =
          f.counts.keySet().stream().filter(t -> !NUMBER.matcher(t).matches()).sorted().toList();
      if (stray.size() <= MOST_STRAY) {
        return new Inference.Proposal(
            numeric(f.name).missingTexts(stray.toArray(String[]::new)),
            "numbers; \"%s\"%s as missing"
                .formatted(
                    Inference.shortened(stray.get(0)),
                    stray.size() == 1 ? "" : " and " + (stray.size() - 1) + " more texts"));
      }
    }
    if (matching(f, GROUPED) + plain >= MOST * f.count) {
      return Inference.Proposal.leaveOut(
          "numbers with thousands separators; read the file with thousands(',')");
    }
    if (matching(f, DECIMAL_COMMA) >= MOST * f.count) {
      return Inference.Proposal.leaveOut(
          "numbers with decimal commas; read the file with decimal(',')");
    }
    return null;
  }

  private static long matching(ColumnFacts f, Pattern pattern) {
    return f.counts.entrySet().stream()
        .filter(e -> pattern.matcher(e.getKey()).matches())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Returns a proposal for texts such as {@code red|blue}, or null. */
  private static Inference.Proposal severalValues(ColumnFacts f) {
    for (String separator : List.of("|", ";", ",")) {
      long with =
          f.counts.entrySet().stream()
              .filter(e -> e.getKey().contains(separator))
              .mapToLong(Map.Entry::getValue)
              .sum();
      if (with < f.count / 4) {
        continue;
      }
      SplitValues split = new SplitValues(separator);
      Set<String> values = new HashSet<>();
      f.counts.keySet().forEach(t -> values.addAll(split.split(t)));
      if (values.size() <= MOST_VALUES && values.size() < f.distinct()) {
        return new Inference.Proposal(
            categorical(f.name).multiHot(separator),
            "lists of %d different values".formatted(values.size()));
      }
    }
    return null;
  }

  private static List<String> sorted(ColumnFacts f, int most) {
    return f.counts.keySet().stream().sorted().limit(most).toList();
  }
}
