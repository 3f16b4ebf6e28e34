// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.files.FolderInUseException;
import io.nyala.files.FolderLock;
import io.nyala.models.Model;
import io.nyala.tune.journal.JournalFile;
import io.nyala.tune.journal.Ledger;
import io.nyala.tune.journal.StoredTrial;
import io.nyala.tune.space.SearchSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Opens the journal of a study, runs searches with it, and reads results from it. */
final class StudyBook {
  private final Path folder;
  private Ledger ledger;
  private Kept kept;
  private String ended;

  StudyBook(Path folder) {
    this.folder = folder;
  }

  void run(Settings settings, SearchSpace declared, Evaluation evaluation) {
    if (folder == null) {
      if (ledger == null) {
        ledger = new Ledger();
      }
      search(settings, declared, evaluation);
      return;
    }
    if (Files.isRegularFile(folder)) {
      throw new StudyException(
          "study: %s is a file; a study needs a folder, for its journal and models"
              .formatted(folder),
          null);
    }
    List<Map<String, Object>> lines = new ArrayList<>();
    try (FolderLock lock = FolderLock.of(folder);
        JournalFile file = JournalFile.open(folder.resolve(Study.JOURNAL), lines)) {
      ledger = new Ledger(file, lines);
      if (hasNothing() && difference(settings, declared) != null) {
        beginAnew(file);
      }
      search(settings, declared, evaluation);
      assert lock != null;
    } catch (FolderInUseException e) {
      throw new StudyException("another search is using this study: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the journal of a study: " + e.getMessage(), e);
    }
  }

  private void search(Settings settings, SearchSpace declared, Evaluation evaluation) {
    if (ledger.begun()) {
      String difference = difference(settings, declared);
      if (difference != null) {
        throw new StudyException(
            ("the journal belongs to another search: %s; use the original settings, or another "
                    + "folder")
                .formatted(difference),
            null);
      }
    } else {
      ledger.begin(
          settings.name(),
          settings.goals().stream().map(Goal::maximised).toList(),
          declared,
          settings.conditions());
    }
    kept = new Kept(settings, ledger);
    ended = new StudyRun(settings, ledger, declared, evaluation, kept).run();
  }

  /** Returns whether this is a search of Nyala of which no training has ended. */
  private boolean hasNothing() {
    return ledger.setting("settings") instanceof Map<?, ?>
        && ledger.trials().stream()
            .allMatch(trial -> !trial.jobs().isEmpty() && trial.ending() == null);
  }

  /** Where nothing is lost, a search may be begun otherwise. */
  private void beginAnew(JournalFile file) throws IOException {
    file.clear();
    Kept.deleteAll(folder);
    ledger = new Ledger(file, List.of());
  }

  /** Returns what the journal was begun with that is not so now; null if there is nothing. */
  private String difference(Settings settings, SearchSpace declared) {
    if (!(ledger.setting("settings") instanceof Map<?, ?> before)) {
      return "it was not created by Nyala";
    }
    for (Map.Entry<String, Object> now : settings.conditions().entrySet()) {
      Object then = before.get(now.getKey());
      if (!String.valueOf(then).equals(String.valueOf(now.getValue()))) {
        return "its %s: %s, not %s".formatted(now.getKey(), then, now.getValue());
      }
    }
    SearchSpace space = ledger.space();
    if (space == null != (declared == null)) {
      return declared == null
          ? "its space was declared in advance"
          : "its trials declared their " + "values";
    }
    return space == null || space.toString().equals(declared.toString())
        ? null
        : "its space%n%s%nis not%n%s".formatted(space, declared);
  }

  /** Returns the state, which is read from the file if no search was run here. */
  private Ledger known() {
    if (ledger == null && folder != null && Files.exists(folder.resolve(Study.JOURNAL))) {
      try {
        ledger = Ledger.reading(JournalFile.read(folder.resolve(Study.JOURNAL)));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the journal: " + e.getMessage(), e);
      }
    }
    if (ledger == null) {
      throw new IllegalStateException(
          folder == null
              ? "study: it has not run yet"
              : "study: there is no journal in " + folder + " yet" + below());
    }
    return ledger;
  }

  /** Lists the subfolders with a journal, because recipes store theirs next to their models. */
  private String below() {
    if (!Files.isDirectory(folder)) {
      return "";
    }
    try (Stream<Path> inside = Files.list(folder)) {
      List<Path> found =
          inside.filter(each -> Files.exists(each.resolve(Study.JOURNAL))).sorted().toList();
      return found.isEmpty() ? "" : "; did you mean " + found.getFirst() + "?";
    } catch (IOException e) {
      return ""; // only a hint is lost
    }
  }

  List<TrialResult> trials() {
    return known().trials().stream().map(TrialResult::of).toList();
  }

  Optional<TrialResult> best() {
    int best = new Ranking(goals()).best(known().trials());
    return best < 0 ? Optional.empty() : Optional.of(TrialResult.of(known().trials().get(best)));
  }

  List<TrialResult> front() {
    return new Ranking(goals()).front(known().trials()).stream().map(TrialResult::of).toList();
  }

  Model bestModel() {
    int best = new Ranking(goals()).best(known().trials());
    Model model =
        kept != null ? kept.model() : best < 0 || folder == null ? null : Kept.load(folder, best);
    if (model == null) {
      throw new IllegalStateException(
          "study: no complete trial has a model; trials save one with trial.keep(model)");
    }
    return model;
  }

  int runs() {
    return (int)
        known().jobs().stream()
            .filter(job -> job.ending() == null || job.ending().sameAs() < 0)
            .count();
  }

  List<Goal> goals() {
    Ledger all = known();
    List<Boolean> up = all.maximised();
    List<Goal> goals = new ArrayList<>();
    List<?> named =
        all.setting("settings") instanceof Map<?, ?> map
                && map.get("objectives") instanceof List<?> list
            ? list
            : List.of();
    for (int i = 0; i < up.size(); i++) {
      String text = i < named.size() ? String.valueOf(named.get(i)) : "? value " + i;
      goals.add(new Goal(text.substring(text.indexOf(' ') + 1), up.get(i)));
    }
    return goals;
  }

  SearchSpace space() {
    SearchSpace declared = known().space();
    return declared != null ? declared : SearchSpace.of(List.copyOf(known().named().values()));
  }

  String ended() {
    return ended;
  }

  Map<String, List<Object>> table() {
    Map<String, List<Object>> table = new LinkedHashMap<>();
    List<Goal> goals = goals();
    List<StoredTrial> trials = known().trials();
    List<String> names = space().parameters().stream().map(p -> p.name()).toList();
    for (StoredTrial stored : trials) {
      TrialResult trial = TrialResult.of(stored);
      add(table, "trial", trial.number());
      add(table, "state", trial.state().name());
      for (int i = 0; i < goals.size(); i++) {
        add(
            table,
            goals.get(i).name(),
            i < trial.objectives().size() ? trial.objectives().get(i) : null);
      }
      for (String name : names) {
        add(table, name, trial.values().has(name) ? trial.values().get(name) : null);
      }
      add(table, "runs", trial.runs());
      add(table, "seconds", trial.took().map(took -> took.toMillis() / 1000.0).orElse(null));
    }
    return table;
  }

  private static void add(Map<String, List<Object>> table, String column, Object value) {
    table.computeIfAbsent(column, name -> new ArrayList<>()).add(value);
  }
}
