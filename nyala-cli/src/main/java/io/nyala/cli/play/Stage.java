// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli.play;

import io.nyala.rl.env.Frame;
import java.io.IOException;

/** Where frames are shown: a window, a film, or nowhere. */
public interface Stage extends AutoCloseable {
  /**
   * Shows a frame.
   *
   * @param title of what is played
   * @return whether there is still someone who looks
   * @throws IOException if it cannot be shown
   */
  boolean show(Frame frame, String title) throws IOException;

  @Override
  void close() throws IOException;
}
