// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.data;

import io.nyala.auto.facts.AutoDecision;
import io.nyala.auto.facts.AutoException;
import io.nyala.data.DataException;
import io.nyala.data.table.Csv;
import io.nyala.data.table.CsvOptions;
import io.nyala.data.table.Table;
import io.nyala.data.text.LabelledTexts;
import io.nyala.data.text.TextFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A table, and how a program reads it.
 *
 * @param table the table
 * @param code the expression that reads it
 * @param decisions what was decided in reading it
 */
public record TableSource(Table table, Code code, List<AutoDecision> decisions) {
  /** The columns of texts in folders: {@link LabelledTexts#table}. */
  public static final String CLASS = LabelledTexts.CLASS;

  private static final Pattern MAIL_HEADER = Pattern.compile("\\A[A-Za-z-]+: ");
  private static final Pattern PHOTO = Pattern.compile("(?i).*\\.(jpe?g|png|bmp|gif|webp)");
  private static final double MOST = 0.9;

  /**
   * How a program reads a table.
   *
   * @param file the file or folder
   * @param before the code before the path
   * @param after the code after the path
   */
  public record Code(String file, String before, String after) {}

  /** Returns a table in memory; a program would read a file of the name of its source. */
  public static TableSource of(Table table) {
    return new TableSource(table, csv(table.source()), List.of());
  }

  /** Returns whether these are texts in folders. */
  public boolean isTexts() {
    return code.before().startsWith("TextFiles");
  }

  private static Code csv(String file) {
    return new Code(file, "Csv.read(", ")");
  }

  /**
   * Reads a CSV file, or texts in a folder for each class, also in an archive.
   *
   * @throws DataException if it cannot be read
   */
  public static TableSource read(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    boolean archive = name.matches(".*\\.(zip|tar|tgz|tar\\.gz)");
    if (!archive && !Files.isDirectory(path)) {
      return csv(path);
    }
    return texts(path);
  }

  private static TableSource csv(Path path) {
    CsvOptions options = Csv.guess(path);
    Table table = options.read(path);
    if (options == Csv.options()) {
      return new TableSource(table, csv(path.toString()), List.of());
    }
    boolean decimal = options.decimal() == ',';
    String before =
        "Csv.options()%s.read("
            .formatted(decimal ? ".decimal(',').thousands('.')" : ".thousands(',')");
    return new TableSource(
        table,
        new Code(path.toString(), before, ")"),
        List.of(
            new AutoDecision(
                "numbers",
                decimal ? "with decimal commas" : "with commas between thousands",
                "nearly all values of a column are written so")));
  }

  private static TableSource texts(Path path) {
    LabelledTexts texts;
    String options = "TextFiles.options()";
    try {
      texts = TextFiles.options().labelled(path);
    } catch (DataException e) {
      if (!Files.exists(path)) {
        throw e;
      }
      texts = TextFiles.options().charset(StandardCharsets.ISO_8859_1).labelled(path);
      options += ".charset(StandardCharsets.ISO_8859_1)";
    }
    long photos = texts.names().stream().filter(PHOTO.asMatchPredicate()).count();
    if (2 * photos > texts.size()) {
      throw new AutoException(
          "%s: expected texts, but most files are photos; unpack them, and name the folder"
              .formatted(path));
    }
    long mails = texts.texts().stream().filter(text -> MAIL_HEADER.matcher(text).find()).count();
    if (mails < MOST * texts.size()) {
      return new TableSource(
          texts.table(), new Code(path.toString(), options + ".labelled(", ").table()"), List.of());
    }
    LabelledTexts bodies =
        new LabelledTexts(
            texts.texts().stream().map(TableSource::body).toList(),
            texts.labels(),
            texts.classes(),
            texts.names());
    return new TableSource(
        bodies.table(),
        new Code(
            path.toString(),
            options
                + ".clean(text -> text.substring(Math.max(0, text.indexOf(\"\\n\\n\")))).labelled(",
            ").table()"),
        List.of(
            new AutoDecision(
                "mail headers",
                "dropped",
                "what precedes the first empty line may name the class, which would be cheating")));
  }

  private static String body(String text) {
    return text.substring(Math.max(0, text.indexOf("\n\n")));
  }
}
