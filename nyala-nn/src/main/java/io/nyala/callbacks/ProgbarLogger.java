// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import io.nyala.models.Callback;
import io.nyala.settings.Arguments;
import java.io.Console;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Prints the progress of training or evaluation: Keras's bar on a terminal, one line for each epoch
 * elsewhere. The bar has no colors where the environment variable {@code NO_COLOR} is set.
 */
public final class ProgbarLogger extends Callback {
  private static final double NANOS = 1e-9;

  private final PrintStream out;
  private final boolean terminal;
  private final boolean colored;
  private final DoubleSupplier seconds;
  private Progbar bar;
  private int epoch;
  private boolean training;

  /** Prints a bar if this process has a terminal, lines if not. */
  public ProgbarLogger(PrintStream out) {
    this(out, hasTerminal());
  }

  /** Prints a bar or lines. */
  public ProgbarLogger(PrintStream out, boolean terminal) {
    this(out, terminal, isColored(System.getenv()), () -> System.nanoTime() * NANOS);
  }

  ProgbarLogger(PrintStream out, boolean terminal, boolean colored, DoubleSupplier seconds) {
    this.out = Arguments.given("ProgbarLogger: out", out);
    this.terminal = terminal;
    this.colored = colored;
    this.seconds = seconds;
  }

  /** Returns whether the user wants colors ({@code no-color.org}) and the terminal knows them. */
  static boolean isColored(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.get("TERM"));
  }

  private static boolean hasTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  @Override
  protected boolean onlyOnFirstWorker() {
    return true;
  }

  @Override
  protected boolean mayLog(String name) {
    return false;
  }

  @Override
  protected boolean runsLast() {
    return true;
  }

  @Override
  public void onTrainBegin() {
    training = true;
  }

  @Override
  public void onEpochBegin(int newEpoch) {
    epoch = newEpoch;
    start();
    if (terminal && run().epochs() > 1) {
      print("Epoch " + (epoch + 1) + "/" + run().epochs() + "\n");
    }
  }

  @Override
  public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
    step(batch, logs);
  }

  @Override
  public void onEpochEnd(int ended, Map<String, Double> logs) {
    bar.target(run().steps());
    if (terminal) {
      print(bar.end(seconds.getAsDouble(), logs));
    } else {
      String which = run().epochs() > 1 ? "Epoch " + (epoch + 1) + "/" + run().epochs() + ": " : "";
      print(which + bar.line(seconds.getAsDouble(), logs));
    }
  }

  @Override
  public void onTrainEnd(Map<String, Double> logs) {
    training = false;
  }

  @Override
  public void onTestBegin() {
    if (!training) {
      start();
    }
  }

  @Override
  public void onTestBatchEnd(int batch, Map<String, Double> logs) {
    if (!training) {
      step(batch, logs);
    }
  }

  @Override
  public void onTestEnd(Map<String, Double> logs) {
    if (!training) {
      bar.target(run().steps());
      double now = seconds.getAsDouble();
      print(terminal ? bar.end(now, logs) : bar.line(now, logs));
    }
  }

  private void start() {
    bar = new Progbar(run().steps(), seconds.getAsDouble(), colored);
  }

  private void step(int batch, Map<String, Double> logs) {
    if (terminal) {
      String text = bar.step(batch + 1, seconds.getAsDouble(), logs);
      if (text != null) {
        print(text);
      }
    }
  }

  private void print(String text) {
    out.print(text);
    out.flush();
  }
}
