// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.object.datatype.StringData;
import io.nyala.io.files.FilePart;
import io.nyala.io.files.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * An HDF5 file to read from. Arrays are read one by one when asked for; the file is mapped, not
 * loaded. Links are not followed.
 */
public final class Hdf5File implements AutoCloseable {
  /** The first bytes of such files. */
  public static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  private final HdfFile file;
  private final FilePart part;
  private final String what;
  private final long bytes;
  private final FileChannel own;

  private Hdf5File(HdfFile file, FilePart part, String what, long bytes, FileChannel own) {
    this.file = file;
    this.part = part;
    this.what = what;
    this.bytes = bytes;
    this.own = own;
  }

  /**
   * Opens a file.
   *
   * @throws FormatException if it is not such a file or is damaged
   */
  public static Hdf5File open(Path path) throws IOException {
    String what = path.toString();
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      long size = channel.size();
      if (size > Integer.MAX_VALUE) {
        HdfFile file = guarded(what, () -> new HdfFile(path));
        return new Hdf5File(file, new FilePart(channel, 0, null), what, size, channel);
      }
      // Mapped, a size that the file declares and does not have is an error rather than an array.
      ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
      HdfFile file = guarded(what, () -> HdfFile.fromByteBuffer(bytes));
      return new Hdf5File(file, new FilePart(channel, 0, bytes), what, size, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Opens a file that is a part of another; what holds the part is the caller's to close.
   *
   * @param what names it in messages
   */
  public static Hdf5File open(FilePart part, String what) throws IOException {
    ByteBuffer bytes = part.bytes();
    HdfFile file = guarded(what, () -> HdfFile.fromByteBuffer(bytes));
    return new Hdf5File(file, part, what, bytes.remaining(), null);
  }

  @Override
  public void close() throws IOException {
    file.close();
    if (own != null) {
      own.close();
    }
  }

  /** Runs something of jHDF's; whatever it throws means that the file is damaged. */
  static <T> T guarded(String what, Callable<T> work) throws IOException {
    try {
      return work.call();
    } catch (IOException e) {
      throw e;
    } catch (LinkageError e) {
      // The filters for compressed arrays begin by looking for one that is left out here.
      throw new FormatException(
          what + ": has compressed arrays, which are not read; write it without compression", e);
    } catch (Exception | StackOverflowError e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new FormatException(
          "%s: not a sound HDF5 file; damaged or cut off? (%s)".formatted(what, why), e);
    }
  }

  // Finding

  private Node node(String path) throws IOException {
    return guarded(
        what,
        () -> {
          Node node = file;
          for (String name : path.split("/")) {
            if (!name.isEmpty()) {
              node = node instanceof Group group ? group.getChildren().get(name) : null;
              if (node != null && node.isLink()) {
                throw new FormatException(what + ": " + path + " is a link; links are refused");
              }
            }
          }
          return node;
        });
  }

  /** Tells whether there is a group or array under a path. */
  public boolean has(String path) throws IOException {
    return node(path) != null;
  }

  /** Returns the names in a group, empty where there is none. */
  public List<String> names(String path) throws IOException {
    Node node = node(path);
    return node instanceof Group group
        ? guarded(what, () -> List.copyOf(group.getChildren().keySet()))
        : List.of();
  }

  /**
   * Returns the arrays in a group with numbers for names, in the order of the numbers.
   *
   * @throws FormatException if a number is missing
   */
  public List<Hdf5Dataset> numbered(String path) throws IOException {
    List<String> names = names(path).stream().filter(n -> n.matches("[0-9]{1,9}")).toList();
    List<Hdf5Dataset> arrays = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      arrays.add(dataset(path + "/" + i));
    }
    return arrays;
  }

  /** Returns every array below a group by its path from there, in the order of names. */
  public Map<String, Hdf5Dataset> below(String path) throws IOException {
    Map<String, Hdf5Dataset> all = new LinkedHashMap<>();
    collect(path, "", 0, all);
    return all;
  }

  private static final int DEEPEST = 64;

  private void collect(String path, String inner, int depth, Map<String, Hdf5Dataset> into)
      throws IOException {
    if (depth > DEEPEST) {
      throw new FormatException(what + ": groups lie more than " + DEEPEST + " deep");
    }
    for (String name : names(path)) {
      String below = path + "/" + name;
      String shown = inner.isEmpty() ? name : inner + "/" + name;
      if (node(below) instanceof Dataset) {
        into.put(shown, dataset(below));
      } else {
        collect(below, shown, depth + 1, into);
      }
    }
  }

  /**
   * Returns an array.
   *
   * @throws FormatException if there is none under that path
   */
  public Hdf5Dataset dataset(String path) throws IOException {
    if (node(path) instanceof Dataset dataset) {
      long base = guarded(what, file::getUserBlockSize);
      return new Hdf5Dataset(dataset, part, base, what + ": " + path, bytes);
    }
    throw new FormatException("%s: there is no array %s".formatted(what, path));
  }

  // Attributes

  /** Returns the text of an attribute, or null where there is none. */
  public String text(String path, String name) throws IOException {
    Object data = attribute(path, name);
    return switch (data) {
      case null -> null;
      case String text -> text;
      case String[] texts when texts.length == 1 -> texts[0];
      default -> throw new FormatException("%s: attribute %s is no text".formatted(what, name));
    };
  }

  /**
   * Returns the texts of an attribute, also where they were split into parts with numbers; null
   * where there is none.
   */
  public List<String> texts(String path, String name) throws IOException {
    Object data = attribute(path, name);
    if (data != null) {
      return list(name, data);
    }
    List<String> all = null;
    for (int i = 0; (data = attribute(path, name + i)) != null; i++) {
      all = all == null ? new ArrayList<>() : all;
      all.addAll(list(name, data));
    }
    return all;
  }

  private List<String> list(String name, Object data) throws IOException {
    return switch (data) {
      case String[] texts -> Arrays.asList(texts);
      case String text -> List.of(text);
      case double[] none when none.length == 0 -> List.of();
      case float[] none when none.length == 0 -> List.of();
      default ->
          throw new FormatException("%s: attribute %s is no list of texts".formatted(what, name));
    };
  }

  private Object attribute(String path, String name) throws IOException {
    Node node = node(path);
    if (node == null) {
      return null;
    }
    return guarded(
        what,
        () -> {
          Attribute a = node.getAttribute(name);
          if (a == null) {
            return null;
          }
          if (a.getSizeInBytes() > bytes) {
            throw new FormatException(
                "%s: attribute %s declares %d bytes in a file of %d"
                    .formatted(what, name, a.getSizeInBytes(), bytes));
          }
          if (a.isEmpty() || a.getSize() == 0) {
            return new double[0];
          }
          return a.getDataType() instanceof StringData ? fixedTexts(a) : a.getData();
        });
  }

  /** Texts of one length are in UTF-8 whatever they declare: h5py declares ASCII. */
  private static String[] fixedTexts(Attribute a) {
    int length = a.getDataType().getSize();
    ByteBuffer buffer = a.getBuffer();
    String[] texts = new String[Math.toIntExact(a.getSize())];
    byte[] one = new byte[length];
    for (int i = 0; i < texts.length; i++) {
      buffer.get(one);
      int end = 0;
      while (end < length && one[end] != 0) {
        end++;
      }
      texts[i] = new String(one, 0, end, StandardCharsets.UTF_8);
    }
    return texts;
  }
}
