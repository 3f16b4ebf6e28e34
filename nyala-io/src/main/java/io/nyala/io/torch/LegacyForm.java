// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.torch;

import io.nyala.io.files.FilePart;
import io.nyala.io.files.FormatException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The form before PyTorch 1.6: five pickles (a fixed number, the version, the system, the content,
 * the keys of the storages), then for each storage the number of its elements and the elements.
 */
final class LegacyForm implements Storages {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long VERSION = 1001;

  private final FileChannel channel;
  private final ByteOrder order;
  private final Map<String, FilePart> parts = new HashMap<>();

  private LegacyForm(FileChannel channel, ByteOrder order) {
    this.channel = channel;
    this.order = order;
  }

  /** Returns whether a file begins with a pickle of a protocol that can be read. */
  static boolean isOne(byte[] start) {
    return start.length > 2 && start[0] == (byte) 0x80 && start[1] >= 2 && start[1] <= 5;
  }

  /** Opens a file and reads its pickles. */
  static TorchFile open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new FormatException(
            path + ": files of more than 2 GB are not supported in this form");
      }
      return read(path, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static TorchFile read(Path path, FileChannel channel) throws IOException {
    String what = path.toString();
    ByteBuffer file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    TorchObjects objects = new TorchObjects(what);
    if (!MAGIC.equals(new Unpickler(file, objects, what).read())) {
      throw new FormatException(
          what
              + ": is a pickle, but not one of PyTorch; write weights with"
              + " torch.save(model.state_dict(), \"weights.pt\")");
    }
    Object version = new Unpickler(file, objects, what).read();
    Object system = new Unpickler(file, objects, what).read();
    if (!Long.valueOf(VERSION).equals(version)
        || !(system instanceof Map<?, ?> map)
        || !(map.get("little_endian") instanceof Boolean little)) {
      throw new FormatException(what + ": is of an unknown version of PyTorch's older form");
    }
    Object content = new Unpickler(file, objects, what).read();
    Object keys = new Unpickler(file, objects, what).read();
    LegacyForm form =
        new LegacyForm(channel, little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    if (!(keys instanceof List<?> list)) {
      throw new FormatException(what + ": the names of its storages are not a list");
    }
    form.find(file, list, objects.storages(), what);
    return new TorchFile(path, form, StateDictionary.in(content, what));
  }

  private void find(ByteBuffer file, List<?> keys, Map<String, Storage> storages, String what)
      throws FormatException {
    file.order(order);
    for (Object key : keys) {
      Storage storage = key instanceof String s ? storages.get(s) : null;
      if (storage == null || parts.containsKey(storage.key())) {
        throw new FormatException(what + ": has numbers that no tensor names, or twice");
      }
      long count = file.remaining() < Long.BYTES ? -1 : file.getLong();
      if (count != storage.count() || storage.bytes() > file.remaining()) {
        throw new FormatException(
            "%s: storage %s should have %d elements, the file has %d in %d bytes; truncated?"
                .formatted(what, storage.key(), storage.count(), count, file.remaining()));
      }
      int bytes = (int) storage.bytes();
      int at = file.position();
      parts.put(storage.key(), new FilePart(channel, at, file.slice(at, bytes)));
      file.position(at + bytes);
    }
  }

  @Override
  public FilePart part(Storage storage) throws IOException {
    FilePart part = parts.get(storage.key());
    if (part == null) {
      throw new FormatException("storage " + storage.key() + " is not in the file");
    }
    return part;
  }

  @Override
  public ByteOrder order() {
    return order;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
