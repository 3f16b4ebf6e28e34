// SPDX-License-Identifier: Apache-2.0
package io.nyala.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A program that writes a file, or holds a folder, and waits in the midst of it for a line. */
final class Holder {
  private Holder() {}

  public static void main(String[] arguments) throws Exception {
    Path path = Path.of(arguments[1]);
    if (arguments[0].equals("write")) {
      AtomicFile.write(
          path,
          out -> {
            out.write("of the other ".getBytes(StandardCharsets.UTF_8));
            pause();
            out.write("process".getBytes(StandardCharsets.UTF_8));
          });
    } else {
      FolderLock lock = FolderLock.of(path);
      pause();
      lock.close();
    }
  }

  private static void pause() throws java.io.IOException {
    System.out.println("waiting");
    System.in.read();
  }
}
