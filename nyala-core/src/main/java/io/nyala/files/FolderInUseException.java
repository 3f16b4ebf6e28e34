// SPDX-License-Identifier: Apache-2.0
package io.nyala.files;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown when a folder is in use by a training or run that has not ended yet. */
public final class FolderInUseException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param process the ID of the process that uses it
   */
  FolderInUseException(Path folder, String process) {
    super(
        "%s is in use by process %s; wait until it ends, or use another folder"
            .formatted(folder.toAbsolutePath().normalize(), process));
  }
}
