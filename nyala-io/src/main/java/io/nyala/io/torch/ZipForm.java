// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.torch;

import io.nyala.io.files.FilePart;
import io.nyala.io.files.FormatException;
import io.nyala.io.files.Zip;
import io.nyala.limits.Limits;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The form of PyTorch 1.6 and newer: an archive with {@code data.pkl}, the pickle, and one entry
 * {@code data/0} for each storage, all inside a folder of any name.
 */
final class ZipForm implements Storages {
  private static final String PICKLE = "data.pkl";
  private static final String CODE = "constants.pkl";

  private final Path path;
  private final Zip zip;
  private final String folder;
  private final ByteOrder order;
  private final Map<String, FilePart> parts = new HashMap<>();
  private long unpacked;

  private ZipForm(Path path, Zip zip, String folder) throws IOException {
    this.path = path;
    this.zip = zip;
    this.folder = folder;
    this.order = byteOrder();
  }

  /** Returns whether an archive is of this form. */
  static boolean isOne(Path file) throws IOException {
    try (Zip zip = Zip.openAnyNames(file)) {
      return folder(zip) != null;
    }
  }

  /** Returns the folder of the pickle, with a slash, or null if there is none. */
  private static String folder(Zip zip) {
    String shortest = null;
    for (String name : zip.names()) {
      boolean pickle = name.equals(PICKLE) || name.endsWith("/" + PICKLE);
      if (pickle && (shortest == null || name.length() < shortest.length())) {
        shortest = name;
      }
    }
    return shortest == null ? null : shortest.substring(0, shortest.length() - PICKLE.length());
  }

  /** Opens an archive and reads its pickle. */
  static TorchFile open(Path path) throws IOException {
    Zip zip = Zip.open(path);
    try {
      String folder = folder(zip);
      if (folder == null) {
        throw new FormatException(path + ": has no entry " + PICKLE);
      }
      if (zip.names().contains(folder + CODE)) {
        throw new FormatException(
            path
                + ": is a program of TorchScript (torch.jit.save), which is not executed; save the"
                + " weights alone, in Python: torch.save(model.state_dict(), \"weights.pt\")");
      }
      ZipForm form = new ZipForm(path, zip, folder);
      TorchObjects objects = new TorchObjects(path.toString());
      FilePart pickle = zip.content(folder + PICKLE);
      Object content = new Unpickler(pickle.bytes(), objects, path + ", " + PICKLE).read();
      return new TorchFile(path, form, StateDictionary.in(content, path.toString()));
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private ByteOrder byteOrder() throws IOException {
    String entry = folder + "byteorder";
    String name = zip.names().contains(entry) ? zip.text(entry).strip() : "little";
    return switch (name) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default ->
          throw new FormatException(
              "%s: its byteorder is \"%.20s\", expected little or big".formatted(path, name));
    };
  }

  @Override
  public FilePart part(Storage storage) throws IOException {
    FilePart part = parts.get(storage.key());
    if (part == null) {
      part = zip.content(folder + "data/" + storage.key());
      if (part.channel() == null) {
        unpacked += part.bytes().remaining();
        Limits.inForce().checkMemory(unpacked, path + ", its compressed storages");
      }
      parts.put(storage.key(), part);
    }
    if (part.bytes().remaining() < storage.bytes()) {
      throw new FormatException(
          "%s: storage %s should have %d bytes, the archive has %d"
              .formatted(path, storage.key(), storage.bytes(), part.bytes().remaining()));
    }
    return part;
  }

  @Override
  public ByteOrder order() {
    return order;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
