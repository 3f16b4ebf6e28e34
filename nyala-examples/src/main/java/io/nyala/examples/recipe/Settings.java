// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options that determine a run; it can only be resumed with the same ones. */
final class Settings {
  /** The options that may change when a run is resumed. */
  private static final Set<String> FREE =
      Set.of(
          "--out",
          "--threads",
          "--workers",
          "--quiet",
          "--json",
          "--doctor",
          "--resume",
          "--fresh",
          "--keep-every");

  private Settings() {}

  /**
   * Returns the values of options by name, given or default; options without a value are left out.
   */
  static Map<String, String> of(CommandSpec spec) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (OptionSpec option : spec.options()) {
      if (counts(option)) {
        settings.put(option.longestName(), text(option));
      }
    }
    return settings;
  }

  private static boolean counts(OptionSpec option) {
    boolean help = option.usageHelp() || option.versionHelp();
    return !help && !FREE.contains(option.longestName()) && option.getValue() != null;
  }

  /** Files are compared by absolute path. */
  private static String text(OptionSpec option) {
    Object value = option.getValue();
    if (option.longestName().equals("--data") && !value.equals("sample")) {
      value = Path.of(value.toString());
    }
    return value instanceof Path path
        ? path.toAbsolutePath().normalize().toString()
        : value.toString();
  }

  /**
   * Returns the arguments to add to a command line so that it matches an earlier one.
   *
   * @param given the options given now
   * @param earlier the settings of the run to resume
   * @throws UsageException if they are in conflict
   */
  static List<String> missing(CommandSpec spec, Set<String> given, Map<String, String> earlier) {
    List<String> differences = new ArrayList<>();
    Map<String, String> now = of(spec);
    List<String> missing = new ArrayList<>();
    earlier.forEach(
        (name, value) -> {
          if (!given.contains(name)) {
            missing.add(name + "=" + value);
          } else if (!value.equals(now.get(name))) {
            differences.add("%s %s, not %s".formatted(name, value, now.get(name)));
          }
        });
    for (String name : given) {
      if (now.containsKey(name) && !earlier.containsKey(name)) {
        differences.add("no %s, not %s".formatted(name, now.get(name)));
      }
    }
    if (!differences.isEmpty()) {
      throw new UsageException(
          "--resume: the unfinished run was started with %s; omit these options, or run with"
                  .formatted(String.join("; with ", differences))
              + " --fresh instead to start over");
    }
    return missing;
  }
}
