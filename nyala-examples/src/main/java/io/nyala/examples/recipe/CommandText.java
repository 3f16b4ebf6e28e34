// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.recipe;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Commands in messages, to be copied into a shell. */
final class CommandText {
  private CommandText() {}

  /** Returns the command that resumes the run of a command. */
  static String resuming(CommandLine command) {
    List<String> words = name(command);
    for (OptionSpec option : command.getParseResult().matchedOptions()) {
      if (option.longestName().equals("--out")) {
        add(words, option);
      }
    }
    words.add("--resume");
    return String.join(" ", words);
  }

  /** Returns the same command with {@code --fresh}. */
  static String fresh(CommandLine command) {
    List<String> words = name(command);
    for (OptionSpec option : command.getParseResult().matchedOptions()) {
      if (!option.longestName().equals("--fresh") && !option.longestName().equals("--resume")) {
        add(words, option);
      }
    }
    words.add("--fresh");
    return String.join(" ", words);
  }

  private static List<String> name(CommandLine command) {
    return new ArrayList<>(List.of("./" + command.getCommandSpec().qualifiedName()));
  }

  private static void add(List<String> words, OptionSpec option) {
    words.add(option.longestName());
    if (option.arity().max() > 0) {
      option.originalStringValues().forEach(value -> words.add(quoted(value)));
    }
  }

  private static String quoted(String word) {
    return word.matches("[\\w./~=:,+@%-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
