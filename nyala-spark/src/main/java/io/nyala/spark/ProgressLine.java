// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import io.nyala.models.Callback;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells the driver of each epoch. A training does not depend on it. */
final class ProgressLine extends Callback implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ProgressLine.class.getPackageName());

  private Ticket.Line line;

  /**
   * Calls the driver.
   *
   * @param ticket entitles to that; null to tell nothing
   */
  ProgressLine(Ticket ticket) {
    try {
      line = ticket == null ? null : ticket.connect();
    } catch (IOException e) {
      giveUp(e);
    }
  }

  private void giveUp(IOException e) {
    LOG.log(Level.WARNING, "the driver is not told of the progress: {0}", e.getMessage());
    close();
  }

  @Override
  protected boolean onlyOnFirstWorker() {
    return true;
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    if (line == null) {
      return;
    }
    List<String> words = new ArrayList<>();
    words.add("epoch %d of %d".formatted(epoch + 1, run().epochs()));
    logs.forEach((name, value) -> words.add(String.format(Locale.ROOT, "%s %.4g", name, value)));
    try {
      line.ask(String.join(", ", words).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      giveUp(e);
    }
  }

  @Override
  public void close() {
    if (line != null) {
      line.close();
      line = null;
    }
  }
}
