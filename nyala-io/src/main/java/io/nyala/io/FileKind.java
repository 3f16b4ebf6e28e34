// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import io.nyala.io.files.FormatException;
import io.nyala.io.keras.KerasArchive;
import io.nyala.io.keras.LegacyH5;
import io.nyala.io.torch.TorchFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kind of a file, detected from its content because names may be wrong. */
enum FileKind {
  KERAS,
  NPZ,
  HDF5,
  SAFETENSORS,
  TORCH;

  static FileKind of(Path file) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(9);
    }
    if (start.length >= 2 && start[0] == 'P' && start[1] == 'K') {
      return KerasArchive.isOne(file) ? KERAS : TorchFile.isOne(file) ? TORCH : NPZ;
    }
    if (LegacyH5.isHdf5(start)) {
      return HDF5;
    }
    if (start.length == 9 && start[8] == '{' || start.length > 0 && start[0] == '{') {
      return SAFETENSORS;
    }
    if (TorchFile.isOne(file)) {
      return TORCH;
    }
    throw new FormatException(
        start.length == 0
            ? "the file is empty"
            : "by its first bytes, it is not a .keras, .h5, .safetensors, .npz or .pt file");
  }
}
