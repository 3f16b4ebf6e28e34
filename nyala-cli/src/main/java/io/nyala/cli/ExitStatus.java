// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.examples.recipe.UsageException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** The exit statuses and their causes. */
final class ExitStatus {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;

  private ExitStatus() {}

  /**
   * Returns the exit status of a failure. The library rejects bad input with
   * IllegalArgumentException, so this counts as a user error, like missing or unreadable files.
   */
  static int of(Throwable failure) {
    return switch (unwrap(failure)) {
      case UsageException _, IllegalArgumentException _ -> WRONG_USAGE;
      case NoSuchFileException _,
          AccessDeniedException _,
          NotDirectoryException _,
          FileAlreadyExistsException _ ->
          WRONG_USAGE;
      default -> FAILED;
    };
  }

  /** Returns a one-sentence message. */
  static String message(Throwable failure) {
    Throwable cause = unwrap(failure);
    if (cause instanceof OutOfMemoryError) {
      return "out of memory (" + cause.getMessage() + "); increase the heap: NYALA_JVM_OPTS=-Xmx4g";
    }
    if (cause instanceof FileSystemException file) {
      return file.getFile() + ": " + reason(file);
    }
    // The exception that wraps an I/O error names the operation.
    boolean told = failure != cause && !cause.toString().equals(failure.getMessage());
    String text = Optional.ofNullable((told ? failure : cause).getMessage()).orElse("");
    if (of(cause) == WRONG_USAGE && !text.isBlank()) {
      return text;
    }
    String kind = cause.getClass().getSimpleName();
    return (text.isBlank() ? kind : kind + ": " + text) + " (NYALA_DEBUG=1 shows the stack trace)";
  }

  private static String reason(FileSystemException file) {
    return switch (file) {
      case NoSuchFileException _ -> "no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      case NotDirectoryException _ -> "not a folder";
      case FileAlreadyExistsException _ -> "already exists";
      default -> Optional.ofNullable(file.getReason()).orElse(file.getClass().getSimpleName());
    };
  }

  private static Throwable unwrap(Throwable failure) {
    return failure instanceof UncheckedIOException wrapped ? wrapped.getCause() : failure;
  }
}
