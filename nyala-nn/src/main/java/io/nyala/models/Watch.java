// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.settings.Names;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks that the names monitored by callbacks are logged: a misspelled name, or {@code val_loss}
 * without validation, fails instead of being silently ignored. Names that cannot be logged are
 * reported before the first epoch; names that another callback might log, after it.
 */
final class Watch {
  private static final String VALIDATION = "val_";

  private final Set<String> ofTraining;
  private final Set<String> all;
  private final boolean validates;
  private final FitOptions options;
  private final History history;

  /**
   * Creates a check for a training run.
   *
   * @param names the names logged by training and evaluation, without {@code val_}
   * @param validates whether there are validation data
   * @param history the values logged so far, including those before an interruption
   */
  Watch(Collection<String> names, boolean validates, FitOptions options, History history) {
    this.ofTraining = new TreeSet<>(names);
    this.all = new TreeSet<>(names);
    this.validates = validates;
    this.options = options;
    this.history = history;
    if (validates && options.everValidates()) {
      names.forEach(name -> all.add(VALIDATION + name));
    }
  }

  /** Throws if a name is known never to be logged. */
  void before(List<Callback> callbacks) {
    if (options.initialEpoch() >= options.epochs()) {
      return;
    }
    for (Callback c : callbacks) {
      for (String name : c.watchedInBatches()) {
        if (!ofTraining.contains(name)) {
          throw missing(c, name, ofTraining, " in the middle of an epoch");
        }
      }
      for (String name : c.watched()) {
        if (!all.contains(name) && callbacks.stream().noneMatch(o -> o != c && o.mayLog(name))) {
          throw missing(c, name, all, "");
        }
      }
    }
  }

  /** Throws if a name is missing from the complete logs that a callback is about to read. */
  void after(Callback c, Set<String> logged) {
    for (String name : c.watched()) {
      // Names logged by training itself are missing only in epochs without validation.
      if (!logged.contains(name) && !all.contains(name) && !history.values().containsKey(name)) {
        throw missing(c, name, new TreeSet<>(logged), "");
      }
    }
  }

  private IllegalArgumentException missing(
      Callback c, String name, Set<String> there, String when) {
    return new IllegalArgumentException(
        "%s monitors \"%s\", which is not logged%s; %s"
            .formatted(label(c), name, when, mend(name, there)));
  }

  /** Returns the name of a callback, or its type. */
  private static String label(Callback c) {
    String type = c.getClass().getSimpleName();
    String own = String.valueOf(c);
    boolean named = !own.startsWith(c.getClass().getName() + "@");
    return named ? own : type.isEmpty() ? "a callback" : type;
  }

  private String mend(String name, Set<String> there) {
    String plain = name.startsWith(VALIDATION) ? name.substring(VALIDATION.length()) : "";
    if (!ofTraining.contains(plain) || all.contains(name)) {
      return Names.hint(name, there);
    }
    return validates
        ? "validation runs every %d epochs, but this training ends after epoch %d"
            .formatted(options.validationFreq(), options.epochs())
        : "set validation(x, y) or validationSplit for fit, or monitor \"%s\"; there are %s"
            .formatted(plain, Names.list(name, there));
  }
}
