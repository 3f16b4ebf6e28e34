// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Starts the peers on first use, one process per setting, and finds the best setting of each peer
 * for a workload. Peers in Java need their class path, peers in Python a Python that has them;
 * without them there are none, which is reported once.
 */
final class PeerFleet {
  /**
   * The property with the name of the file that the build of nyala-bench writes; set by the
   * launcher.
   */
  private static final String PROPERTY = "nyala.peers";

  private static final Duration WARM_UP = Duration.ofMillis(600);
  private static final Duration TRIAL = Duration.ofMillis(150);
  private static final int TRIALS = 2;
  private static final String NOT_INSTALLED = "No module named";

  private final PrintStream stderr;
  private final String python; // or null
  private final Path scripts;
  private final Map<PeerSetting, PeerProcess> processes = new HashMap<>();
  private final Set<String> notInstalled = new HashSet<>();
  private String classPath;
  private Path cache;
  private boolean searched;

  /**
   * Creates the fleet.
   *
   * @param python the command of the Python that has peers, or null
   * @param scripts the folder of the scripts in Python
   */
  PeerFleet(String python, Path scripts, PrintStream stderr) {
    this.python = python;
    this.scripts = scripts;
    this.stderr = stderr;
  }

  /**
   * Prepares a workload in every setting, and keeps the best one of each peer.
   *
   * @param workload the workload
   * @param threads the maximum number of threads of a peer
   * @return the best setting of each peer that can do the workload, by the peer's name
   */
  Map<String, PeerSetting> ready(Workload workload, int threads) {
    Map<String, PeerSetting> best = new LinkedHashMap<>();
    Map<String, Double> bestMicros = new HashMap<>();
    Set<String> told = new HashSet<>();
    for (PeerSetting setting : settings(threads)) {
      if (notInstalled.contains(setting.peer())) {
        continue;
      }
      try {
        double micros = surviving(setting, workload, () -> trial(process(setting), workload));
        if (micros < bestMicros.getOrDefault(setting.peer(), Double.POSITIVE_INFINITY)) {
          bestMicros.put(setting.peer(), micros);
          best.put(setting.peer(), setting);
        }
      } catch (IOException e) {
        if (setting.script() != null && String.valueOf(e.getMessage()).startsWith(NOT_INSTALLED)) {
          notInstalled.add(setting.peer());
        }
        String message =
            "nyala: %s cannot do %s: %s".formatted(setting.peer(), workload.name(), e.getMessage());
        if (told.add(message)) {
          stderr.println(message);
        }
      }
    }
    return best;
  }

  /**
   * Measures a prepared workload.
   *
   * @return the median time of a step in microseconds; NaN if the peer failed, which is reported
   */
  double medianMicros(PeerSetting setting, Workload workload, Duration budget) {
    try {
      return surviving(
          setting,
          workload,
          () -> {
            if (!processes.containsKey(setting)) {
              process(setting).prepare(workload, WARM_UP);
            }
            return process(setting).medianMicros(workload, budget);
          });
    } catch (IOException e) {
      stderr.println("nyala: " + setting.peer() + " failed in " + workload.name() + ": " + e);
      return Double.NaN;
    }
  }

  /** A request to a peer's process. */
  @FunctionalInterface
  private interface Order {
    double run() throws IOException;
  }

  /** Repeats a request in a new process if the process has ended, because native code may crash. */
  private double surviving(PeerSetting setting, Workload workload, Order order) throws IOException {
    try {
      return order.run();
    } catch (PeerEndedException e) {
      end(setting);
      stderr.println(
          "nyala: %s (%d threads) crashed in %s and is restarted: %s"
              .formatted(setting.peer(), setting.threads(), workload.name(), e.getMessage()));
    }
    try {
      return order.run();
    } catch (PeerEndedException e) {
      end(setting);
      throw e;
    }
  }

  private void end(PeerSetting setting) {
    PeerProcess process = processes.remove(setting);
    if (process != null) {
      process.close();
    }
  }

  /** Frees the workload in every setting. */
  void release(Workload workload, int threads) {
    for (PeerSetting setting : settings(threads)) {
      PeerProcess process = processes.get(setting);
      if (process != null) {
        try {
          process.release(workload);
        } catch (IOException e) {
          end(setting);
        }
      }
    }
  }

  private double trial(PeerProcess process, Workload workload) throws IOException {
    process.prepare(workload, WARM_UP);
    double micros = Double.POSITIVE_INFINITY;
    for (int i = 0; i < TRIALS; i++) {
      micros = Math.min(micros, process.medianMicros(workload, TRIAL));
    }
    return micros;
  }

  private PeerProcess process(PeerSetting setting) throws IOException {
    PeerProcess process = processes.get(setting);
    if (process == null) {
      process =
          setting.script() == null
              ? PeerProcess.start(classPath, cache, setting)
              : PeerProcess.startPython(python, scripts, setting);
      processes.put(setting, process);
    }
    return process;
  }

  private List<PeerSetting> settings(int threads) {
    if (!searched) {
      searched = true;
      classPath = findClassPath();
      if (classPath == null) {
        stderr.println(
            "nyala: the peers (LibTorch, DJL) are not built (see target/peers.log), so they are not"
                + " measured");
      }
      if (python == null) {
        stderr.println(
            "nyala: NYALA_PYTHON names no Python, so PyTorch and Keras are not measured");
      }
    }
    List<PeerSetting> settings = new ArrayList<>();
    if (classPath != null) {
      settings.addAll(PeerSetting.ofJava(threads));
    }
    if (python != null) {
      settings.addAll(PeerSetting.ofPython(threads));
    }
    return settings;
  }

  private String findClassPath() {
    String file = System.getProperty(PROPERTY, "");
    if (file.isEmpty() || !Files.isReadable(Path.of(file))) {
      return null;
    }
    try {
      Path target = Path.of(file).toAbsolutePath().getParent();
      cache = target.resolve("native");
      List<String> entries = new ArrayList<>();
      entries.add(target.resolve("classes").toString());
      entries.add(Files.readString(Path.of(file), StandardCharsets.UTF_8).strip());
      return String.join(System.getProperty("path.separator"), entries);
    } catch (IOException e) {
      stderr.println("nyala: " + file + ": " + e.getMessage());
      return null;
    }
  }
}
