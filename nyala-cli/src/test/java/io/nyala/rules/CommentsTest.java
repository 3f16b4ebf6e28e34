// SPDX-License-Identifier: Apache-2.0
package io.nyala.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a user can call has a comment. The compiler's own check would also demand {@code @param}
 * and {@code @return} where one sentence says it all, so this one asks it and drops those.
 */
class CommentsTest {
  private static final Pattern EXPORT = Pattern.compile("(?m)^ *exports ([a-z0-9.]+);");
  private static final Path ROOT = Repository.root();

  @TempDir Path classes;

  @Test
  void every_public_type_and_member_has_a_comment() throws IOException {
    List<String> exported = new ArrayList<>();
    List<Path> sources = new ArrayList<>();
    for (String module : Repository.compiledLibraries(ROOT)) {
      Path main = ROOT.resolve(module).resolve("src/main/java");
      exported.addAll(exported(main));
      Repository.files(main, ".java").stream()
          .filter(source -> !source.endsWith("module-info.java"))
          .forEach(sources::add);
    }
    assertThat(exported)
        .contains("io.nyala.tensor", "io.nyala.layers", "io.nyala.data", "io.nyala.io");

    assertThat(uncommented(exported, sources)).isEmpty();
  }

  /** Returns what a module says, or all packages of a library that is none. */
  private static List<String> exported(Path main) throws IOException {
    Path descriptor = main.resolve("module-info.java");
    if (Files.exists(descriptor)) {
      return EXPORT
          .matcher(Files.readString(descriptor))
          .results()
          .map(export -> export.group(1))
          .toList();
    }
    return Repository.files(main, "package-info.java").stream()
        .map(file -> main.relativize(file.getParent()).toString().replace(File.separatorChar, '.'))
        .toList();
  }

  @Test
  void finds_members_without_a_comment() throws IOException {
    Path source = classes.resolve("A.java");
    Files.writeString(
        source,
        """
        package p;

        /** A. */
        public class A {
          /** Said in one sentence. */
          public int said(int x) {
            return x;
          }

          protected int unsaid;

          int ours;
        }
        """);

    assertThat(uncommented(List.of("p"), List.of(source)))
        .singleElement()
        .asString()
        .endsWith("A.java:10: warning: no comment");
  }

  private List<String> uncommented(List<String> packages, List<Path> sources) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-Xmaxwarns", "100000", "-Xdoclint:missing/protected"));
    arguments.add("-Xdoclint/package:" + String.join(",", packages));
    arguments.addAll(List.of("-d", classes.toString()));
    sources.forEach(source -> arguments.add(source.toString()));
    Javac.Outcome outcome = Javac.run(arguments);
    assertThat(outcome.succeeded()).as(outcome.messages()).isTrue();
    return Pattern.compile("(?m)^.*: no comment$")
        .matcher(outcome.messages())
        .results()
        .map(MatchResult::group)
        .map(line -> line.replace(ROOT + File.separator, ""))
        .toList();
  }
}
