// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor.npy;

import java.io.IOException;

/** Reports bytes that are not a NumPy array, or one that cannot be read here. */
public class NpyException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with a message that names the file or the entry. */
  public NpyException(String message) {
    super(message);
  }

  /** Creates the exception with a message that names the file or the entry, and its cause. */
  public NpyException(String message, Throwable cause) {
    super(message, cause);
  }
}
