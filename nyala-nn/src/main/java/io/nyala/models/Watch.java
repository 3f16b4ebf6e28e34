// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.settings.Names;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sees to it that what callbacks watch is logged: a misspelt name, or {@code val_loss} without a
 * validation, ends a training rather than being waited for in vain. What can be known is said
 * before the first epoch; what another callback may log, after it.
 */
final class Watch {
  private static final String VALIDATION = "val_";

  private final Set<String> ofTraining;
  private final Set<String> all;
  private final boolean validates;
  private final FitOptions options;
  private final History history;

  /**
   * Knows what a training logs.
   *
   * @param names what training and evaluation give, without {@code val_}
   * @param validates whether there is something to validate on
   * @param history what was logged, before an interruption too
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

  /** Refuses names that nothing will log, as far as that is known. */
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

  /** Refuses names that are not there, though nothing else will come before a callback looks. */
  void after(Callback c, Set<String> logged) {
    for (String name : c.watched()) {
      // What training logs by itself is missing in epochs without validation alone.
      if (!logged.contains(name) && !all.contains(name) && !history.values().containsKey(name)) {
        throw missing(c, name, new TreeSet<>(logged), "");
      }
    }
  }

  private IllegalArgumentException missing(
      Callback c, String name, Set<String> there, String when) {
    String type =
        c.getClass().getSimpleName().isEmpty() ? "a callback" : c.getClass().getSimpleName();
    return new IllegalArgumentException(
        "%s watches \"%s\", which is not logged%s; %s"
            .formatted(type, name, when, mend(name, there)));
  }

  private String mend(String name, Set<String> there) {
    String plain = name.startsWith(VALIDATION) ? name.substring(VALIDATION.length()) : "";
    if (!ofTraining.contains(plain) || all.contains(name)) {
      return Names.hint(name, there);
    }
    return validates
        ? "validation comes after every %d epochs, and this training ends after epoch %d"
            .formatted(options.validationFreq(), options.epochs())
        : "give fit a validation(x, y) or a validationSplit, or watch \"%s\"; there are %s"
            .formatted(plain, Names.list(name, there));
  }
}
