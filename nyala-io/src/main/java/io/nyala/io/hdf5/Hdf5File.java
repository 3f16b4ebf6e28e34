// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.hdf5;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
import io.nyala.io.files.FilePart;
import io.nyala.io.files.FormatException;
import io.nyala.limits.Limits;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads HDF5 files of any format version. Arrays are read one by one on request; the file is
 * mapped, not loaded. Links are not followed.
 */
public final class Hdf5File implements AutoCloseable {
  /** The signature at the start of HDF5 files. */
  public static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  private final Hdf5Structure structure;
  private final FilePart part;
  private final String what;
  private final FileChannel own;

  private Hdf5File(Hdf5Structure structure, FilePart part, String what, FileChannel own) {
    this.structure = structure;
    this.part = part;
    this.what = what;
    this.own = own;
  }

  /**
   * Opens a file.
   *
   * @throws FormatException if it is not an HDF5 file or is damaged
   */
  public static Hdf5File open(Path path) throws IOException {
    String what = path.toString();
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      MemorySegment all =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
      Hdf5Structure structure = Hdf5Structure.read(what, all);
      return new Hdf5File(structure, new FilePart(channel, 0, null), what, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Opens a file that is part of another; the caller must close the container.
   *
   * @param what the name in messages
   */
  @ApiStatus(Level.INTERNAL)
  public static Hdf5File open(FilePart part, String what) throws IOException {
    ByteBuffer bytes = part.bytes().duplicate();
    Hdf5Structure structure = Hdf5Structure.read(what, MemorySegment.ofBuffer(bytes));
    return new Hdf5File(structure, part, what, null);
  }

  @Override
  public void close() throws IOException {
    if (own != null) {
      own.close();
    }
  }

  // Lookup

  /** Returns the node at a path, or null. */
  private Hdf5Node node(String path) throws IOException {
    Hdf5Node node = structure.root();
    for (String name : path.split("/")) {
      if (!name.isEmpty() && node != null) {
        Link link = node.links().get(name);
        node = link == null ? null : follow(link, path);
      }
    }
    return node;
  }

  private Hdf5Node follow(Link link, String path) throws FormatException {
    if (link.address() < 0) {
      throw new FormatException(what + ": " + path + " is a link; links are not followed");
    }
    return structure.node(link.address());
  }

  /** Returns whether there is a group or array at a path. */
  public boolean has(String path) throws IOException {
    return node(path) != null;
  }

  /** Returns the names in a group, in order; empty if the group does not exist. */
  public List<String> names(String path) throws IOException {
    Hdf5Node node = node(path);
    return node == null ? List.of() : List.copyOf(node.links().keySet());
  }

  /**
   * Returns the arrays in a group whose names are numbers, in the order of the numbers.
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

  /**
   * Returns all arrays below a group by relative path, in the order of names.
   *
   * @throws FormatException if a group is linked twice, so that the number of paths may be infinite
   * @throws io.nyala.limits.LimitException if groups are nested too deeply
   */
  public Map<String, Hdf5Dataset> below(String path) throws IOException {
    Map<String, Hdf5Dataset> all = new LinkedHashMap<>();
    Hdf5Node top = node(path);
    if (top != null) {
      collect(top, path, "", 1, new HashSet<>(Set.of(top.header().address())), all);
    }
    return all;
  }

  private void collect(
      Hdf5Node group,
      String path,
      String inner,
      int depth,
      Set<Long> seen,
      Map<String, Hdf5Dataset> into)
      throws IOException {
    Limits.inForce().checkNesting(depth, what + ", group " + path + "/" + inner);
    for (Link link : group.links().values()) {
      String shown = inner.isEmpty() ? link.name() : inner + "/" + link.name();
      Hdf5Node node = follow(link, shown);
      if (node.isArray()) {
        into.put(shown, dataset(node, path + "/" + shown));
      } else if (!seen.add(link.address())) {
        throw new FormatException(
            "%s: group %s/%s is linked twice; links are not followed".formatted(what, path, shown));
      } else {
        collect(node, path, shown, depth + 1, seen, into);
      }
    }
  }

  /**
   * Returns an array.
   *
   * @throws FormatException if there is none at that path
   */
  public Hdf5Dataset dataset(String path) throws IOException {
    Hdf5Node node = node(path);
    if (node != null && node.isArray()) {
      return dataset(node, path);
    }
    throw new FormatException("%s: there is no array %s".formatted(what, path));
  }

  private Hdf5Dataset dataset(Hdf5Node node, String path) throws FormatException {
    return new Hdf5Dataset(node, structure.bytes(), part, what + ": " + path);
  }

  // Attributes

  /** Returns a string attribute, or null if there is none. */
  public String text(String path, String name) throws IOException {
    List<String> texts = attribute(path, name);
    if (texts != null && texts.size() != 1) {
      throw new FormatException(
          "%s: attribute %s is not a single string, but %d".formatted(what, name, texts.size()));
    }
    return texts == null ? null : texts.get(0);
  }

  /** Returns an attribute of strings, even if split into numbered parts; null if there is none. */
  public List<String> texts(String path, String name) throws IOException {
    List<String> whole = attribute(path, name);
    if (whole != null) {
      return whole;
    }
    List<String> all = null;
    for (int i = 0; (whole = attribute(path, name + i)) != null; i++) {
      all = all == null ? new ArrayList<>() : all;
      all.addAll(whole);
    }
    return all;
  }

  private List<String> attribute(String path, String name) throws IOException {
    Hdf5Node node = node(path);
    Attribute attribute = node == null ? null : node.attribute(name);
    if (attribute == null) {
      return null;
    }
    List<String> texts = attribute.texts(structure.heap());
    if (texts == null) {
      throw new FormatException("%s: attribute %s is not a string".formatted(what, name));
    }
    return texts;
  }
}
