// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor.npy;

import io.nyala.files.AtomicFile;
import io.nyala.limits.LimitException;
import io.nyala.limits.Limits;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Named arrays in NumPy's {@code .npz} format: a zip archive of {@code .npy} files. */
public final class Npz {
  /** 1980-01-01, the first day that a zip can say: equal arrays make equal files. */
  private static final LocalDateTime NO_DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Npz() {}

  /**
   * Reads all arrays of an archive, stored or deflated, in the order of its directory.
   *
   * @return the arrays by name, without {@code .npy}; cannot be modified
   * @throws NpyException if the file is truncated or is not such an archive
   * @throws LimitException if the arrays do not fit into the memory
   */
  public static Map<String, Tensor> read(Path file) throws IOException {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    try (NpzFile npz = NpzFile.open(file)) {
      Limits.inForce().checkMemory(npz.memory(), file.toString());
      for (String name : npz.names()) {
        arrays.put(name, npz.read(name));
      }
    }
    return Collections.unmodifiableMap(arrays);
  }

  /**
   * Writes arrays into an archive, not compressed, in the order of the map. Equal arrays give equal
   * bytes. An existing file is replaced once the new one is complete and on disk.
   */
  public static void write(Path file, Map<String, Tensor> arrays) throws IOException {
    AtomicFile.write(file, out -> writeTo(out, arrays));
  }

  private static void writeTo(OutputStream out, Map<String, Tensor> arrays) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.setMethod(ZipOutputStream.STORED);
    for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
      byte[] bytes = Npy.encode(array.getValue());
      CRC32 crc = new CRC32();
      crc.update(bytes);
      ZipEntry entry = new ZipEntry(array.getKey() + NpzFile.SUFFIX);
      entry.setSize(bytes.length);
      entry.setCrc(crc.getValue());
      entry.setTimeLocal(NO_DATE);
      zip.putNextEntry(entry);
      zip.write(bytes);
      zip.closeEntry();
    }
    zip.finish();
  }
}
