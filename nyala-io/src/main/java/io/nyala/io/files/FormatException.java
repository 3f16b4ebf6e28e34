// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.files;

import java.io.IOException;

/** Reports malformed bytes: damaged, truncated, or in another format. */
public class FormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with a message that names the file and the problem. */
  public FormatException(String message) {
    super(message);
  }

  /** Creates the exception with a message that names the file and the problem, and its cause. */
  public FormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
