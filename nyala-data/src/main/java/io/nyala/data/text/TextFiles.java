// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import io.nyala.data.DataException;
import io.nyala.tensor.Tensor;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Reads texts from files: plain, {@code .gz}, {@code .tar}, {@code .tar.gz}, {@code .tgz} or {@code
 * .zip}. Bytes that are invalid in the character set (UTF-8 by default) cause an error that names
 * the file and the byte. To read a text column of a delimited file, use {@link
 * io.nyala.data.table.Csv}.
 */
public final class TextFiles {
  private Charset charset = StandardCharsets.UTF_8;
  private boolean replace;
  private UnaryOperator<String> clean = UnaryOperator.identity();

  private TextFiles() {}

  /** Returns a reader with the defaults. */
  public static TextFiles options() {
    return new TextFiles();
  }

  /** Sets the character encoding; default UTF-8. */
  public TextFiles charset(Charset how) {
    charset = how;
    return this;
  }

  /** Reads invalid bytes as the replacement character U+FFFD instead of failing. */
  public TextFiles replaceInvalid() {
    replace = true;
    return this;
  }

  /** Sets a function applied to each text as it is read, for example to drop a header. */
  public TextFiles clean(UnaryOperator<String> how) {
    clean = how;
    return this;
  }

  /**
   * Reads a file, or the only file in an archive.
   *
   * @throws DataException if it cannot be read, is damaged, or an archive holds several files
   */
  public String read(Path file) {
    if (!Archive.isArchive(file)) {
      return decode(String.valueOf(file.getFileName()), Archive.bytes(file));
    }
    Map<String, byte[]> members = Archive.read(file, name -> true);
    if (members.size() != 1) {
      throw new DataException(
          file
              + ": expected one file in it, found "
              + members.keySet()
              + "; hint: pass the name "
              + "of one");
    }
    return decode(members.keySet().iterator().next(), members.values().iterator().next());
  }

  /**
   * Reads one file of an archive or folder.
   *
   * @param archive the archive or folder
   * @param member its path within the archive, or the end of that path, for example {@code fra.txt}
   * @throws DataException if it does not exist or cannot be read
   */
  public String read(Path archive, String member) {
    TreeMap<String, byte[]> found =
        Archive.read(archive, name -> name.equals(member) || name.endsWith("/" + member));
    if (found.isEmpty()) {
      throw new DataException(archive + ": no file " + member + " in it");
    }
    return decode(archive.getFileName() + "/" + found.firstKey(), found.firstEntry().getValue());
  }

  /** Reads the lines of a file or of the only file in an archive; see {@link #read(Path)}. */
  public List<String> lines(Path file) {
    return read(file).lines().toList();
  }

  /**
   * Reads texts whose folder names their class, such as {@code alt.atheism/49960}, from a folder or
   * an archive. Classes and files are sorted by name; hidden files and files outside class folders
   * are skipped.
   *
   * @param source the folder or the archive
   * @throws DataException if it cannot be read, contains no such file, or a file is not valid
   */
  public LabelledTexts labelled(Path source) {
    // Names in archives can be anything, such as a single slash.
    Predicate<String> wanted =
        path -> path.matches(".*[^/]/+[^/].*") && !path.matches("(.*/)?\\..*");
    Map<String, byte[]> files = new TreeMap<>();
    TreeSet<String> classes = new TreeSet<>();
    Archive.read(source, wanted)
        .forEach(
            (path, bytes) -> {
              String[] parts = path.split("/+");
              String label = parts[parts.length - 2];
              // A folder within the class folders of an archive would be a separate class. The part
              // after the zero distinguishes train/pos/1.txt from test/pos/1.txt.
              files.put(label + "/" + parts[parts.length - 1] + "\0" + path, bytes);
              classes.add(label);
            });
    if (files.isEmpty()) {
      throw new DataException(
          source + ": expected files in folders named after their classes, found none");
    }
    List<String> keys = List.copyOf(files.keySet());
    List<String> names = keys.stream().map(key -> key.substring(0, key.indexOf('\0'))).toList();
    List<String> order = new ArrayList<>(classes);
    int[] labels =
        names.stream()
            .mapToInt(name -> order.indexOf(name.substring(0, name.indexOf('/'))))
            .toArray();
    List<String> texts =
        keys.parallelStream()
            .map(key -> clean.apply(decode(key.substring(key.indexOf('\0') + 1), files.get(key))))
            .toList();
    return new LabelledTexts(texts, Tensor.vectorOfInts(labels), order, names);
  }

  private String decode(String source, byte[] bytes) {
    return TextDecoding.decode(source, bytes, charset, replace);
  }
}
