// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.nyala.data.DataException;
import io.nyala.data.encoding.UnicodeForm;
import io.nyala.limits.Gunzip;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;

/** Opens a CSV file, detects its separator and runs the parser. */
final class CsvFile {
  private static final int PEEK = 1 << 16;
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final int SEPARATOR_LINE = "sep=;".length();
  private static final char NEVER = '\uFFFF';

  private CsvFile() {}

  static Table read(Path file, CsvOptions options) {
    String source = String.valueOf(file.getFileName());
    if (Files.isDirectory(file)) {
      throw new DataException("cannot read " + file + ": it is a folder, expected a CSV file");
    }
    try (InputStream bytes = new BufferedInputStream(open(file), PEEK)) {
      // Malformed bytes must cause an error instead of becoming question marks.
      Reader text =
          new InputStreamReader(
              bytes,
              charset(bytes, options)
                  .newDecoder()
                  .onMalformedInput(CodingErrorAction.REPORT)
                  .onUnmappableCharacter(CodingErrorAction.REPORT));
      return read(source, text, options);
    } catch (IOException e) {
      throw new DataException("cannot read " + file + ": " + reason(e, options), e);
    } catch (UncheckedIOException e) {
      throw new DataException("cannot read " + file + ": " + reason(e.getCause(), options), e);
    }
  }

  static Table read(String source, Reader text, CsvOptions options) {
    if (options.decimal == options.thousands) {
      throw new IllegalArgumentException(
          "%s: decimal('%s') and thousands('%s') must be different characters"
              .formatted(source, options.decimal, options.thousands));
    }
    BufferedReader in = new BufferedReader(text, PEEK);
    CellCollector cells = new CellCollector(source, options);
    try {
      char separator = options.separator;
      String start = peek(in);
      char told = toldSeparator(start);
      if (told != CsvOptions.AUTO) {
        // The line end is not consumed, so that line numbers match the file.
        in.skip(SEPARATOR_LINE);
        start = start.substring(SEPARATOR_LINE);
        separator = separator == CsvOptions.AUTO ? told : separator;
      }
      if (separator == CsvOptions.AUTO) {
        separator = SeparatorFinder.find(start, options.quote, options.comment, options.decimal);
      }
      CsvReader<Boolean> parser =
          CsvReader.builder()
              .fieldSeparator(separator)
              .quoteCharacter(options.quote)
              .commentStrategy(
                  options.comment == CsvOptions.AUTO ? CommentStrategy.NONE : CommentStrategy.SKIP)
              .commentCharacter(options.comment == CsvOptions.AUTO ? NEVER : options.comment)
              .allowUnclosedQuote(false)
              .build(cells, in);
      // The collector consumes every record, so there is never a next one.
      parser.iterator().hasNext();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CsvParseException e) {
      if (e.getCause() instanceof DataException d) {
        throw d;
      }
      throw new DataException(
          source
              + ": "
              + e.getMessage()
              + "; hint: is there a stray quote? quote(...) sets the "
              + "quote character",
          e);
    }
    return cells.table();
  }

  private static Charset charset(InputStream bytes, CsvOptions options) throws IOException {
    bytes.mark(UnicodeForm.BYTES);
    byte[] start = bytes.readNBytes(UnicodeForm.BYTES);
    bytes.reset();
    return UnicodeForm.of(options.charset, start);
  }

  /**
   * Returns the separator from a first line such as {@code sep=;}, as written by spreadsheets, if
   * there is one.
   */
  private static char toldSeparator(String start) {
    boolean told =
        start.regionMatches(true, 0, "sep=", 0, SEPARATOR_LINE - 1)
            && start.length() > SEPARATOR_LINE
            && "\r\n".indexOf(start.charAt(SEPARATOR_LINE)) >= 0;
    return told ? start.charAt(SEPARATOR_LINE - 1) : CsvOptions.AUTO;
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), PEEK);
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return gzip ? Gunzip.texts(in, Files.size(file), file.toString()) : in;
  }

  /**
   * Returns the beginning of the text and resets the reader to the start, after any byte-order
   * mark.
   */
  private static String peek(BufferedReader in) throws IOException {
    in.mark(1);
    if (in.read() != BYTE_ORDER_MARK) {
      in.reset();
    }
    in.mark(PEEK);
    char[] start = new char[PEEK];
    int n = 0;
    int got = 0;
    while (n < PEEK && got >= 0) {
      n += got;
      got = in.read(start, n, PEEK - n);
    }
    in.reset();
    return new String(start, 0, n);
  }

  private static String reason(IOException e, CsvOptions options) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file";
      case java.nio.file.AccessDeniedException _ -> "permission denied";
      case CharacterCodingException _ ->
          "not valid "
              + options.charset
              + "; hint: another encoding? charset(Charset.forName(\"windows-1252\")) reads "
              + "files of spreadsheets in western Europe";
      case EOFException _ -> "the gzip file is truncated";
      case ZipException z -> "the gzip file is damaged (" + z.getMessage() + ")";
      default -> e.getMessage() == null ? e.toString() : e.getMessage();
    };
  }
}
