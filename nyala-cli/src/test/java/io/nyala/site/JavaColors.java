// SPDX-License-Identifier: Apache-2.0
package io.nyala.site;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Marks what a reader tells apart in Java code: comments, texts, numbers and words. */
final class JavaColors {
  private static final Pattern PARTS =
      Pattern.compile(
          """
          (?<comment>//[^\\n]*|/\\*.*?\\*/)\
          |(?<text>&quot;(?:\\\\.|(?!&quot;).)*&quot;)\
          |(?<word>\\b(?:abstract|boolean|class|double|else|extends|final|float|for|if|implements\
          |import|int|interface|long|new|null|package|private|protected|public|record|return|static\
          |String|super|switch|this|throws|throw|true|false|try|catch|var|void|while)\\b)\
          |(?<number>\\b\\d[\\w.]*(?:e-?\\d+)?)""",
          Pattern.DOTALL);

  private JavaColors() {}

  /** Returns code, already escaped for HTML, with its parts in spans. */
  static String of(String code) {
    return PARTS.matcher(code).replaceAll(JavaColors::span);
  }

  private static String span(MatchResult part) {
    String kind =
        part.group("comment") != null
            ? "c"
            : part.group("text") != null ? "s" : part.group("word") != null ? "k" : "n";
    return Matcher.quoteReplacement("<span class=\"" + kind + "\">" + part.group() + "</span>");
  }
}
