// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A way to run a peer. The threads of a peer and of its matrix library compete, and the best
 * setting depends on the workload, so all are tried and the best one is used.
 *
 * @param peer the peer's name
 * @param threads the maximum number of threads of this setting
 * @param peerThreads the number of threads configured in the peer itself
 * @param environment the environment variables, which native libraries read once when they are
 *     loaded
 * @param script the script in Python that serves the peer; null for a peer in Java
 */
record PeerSetting(
    String peer, int threads, int peerThreads, Map<String, String> environment, String script) {
  private static final String OPENMP = "OMP_NUM_THREADS";
  private static final String OPENBLAS = "OPENBLAS_NUM_THREADS";
  private static final String MKL = "MKL_NUM_THREADS";

  /**
   * Environment variables that restrict OpenBLAS to kernels or block sizes of an older processor. A
   * peer runs without them, so that it detects the processor.
   */
  private static final Set<String> NOT_INHERITED =
      Set.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "OPENBLAS_VERBOSE", "GOTO_NUM_THREADS");

  /** The peers of each script in Python. */
  private static final Map<String, List<String>> SCRIPTS = scripts();

  private static Map<String, List<String>> scripts() {
    Map<String, List<String>> scripts = new LinkedHashMap<>();
    scripts.put("torch_bench.py", List.of("pytorch", "pytorch-compiled", "pytorch-channels-last"));
    scripts.put("keras_bench.py", List.of("keras-jax", "keras-tensorflow"));
    return scripts;
  }

  /** Lists the settings of peers in Python. Their scripts set what their libraries read. */
  static List<PeerSetting> ofPython(int threads) {
    List<PeerSetting> settings = new ArrayList<>();
    SCRIPTS.forEach(
        (script, peers) -> {
          for (String peer : peers) {
            settings.add(new PeerSetting(peer, 1, 1, Map.of(), script));
            if (threads > 1) {
              settings.add(new PeerSetting(peer, threads, threads, Map.of(), script));
            }
          }
        });
    return settings;
  }

  /** Lists the settings of peers in Java to try with at most the given number of threads. */
  static List<PeerSetting> ofJava(int threads) {
    List<PeerSetting> settings = new ArrayList<>();
    settings.add(libTorch(1, 1));
    settings.add(djl(1));
    if (threads > 1) {
      settings.add(libTorch(1, threads));
      settings.add(libTorch(threads, 1));
      settings.add(libTorch(threads, threads));
      settings.add(djl(threads));
    }
    return settings;
  }

  /**
   * Changes an inherited environment to that of the peer.
   *
   * @param inherited the environment of this process; changed in place
   */
  void applyTo(Map<String, String> inherited) {
    inherited.keySet().removeAll(NOT_INHERITED);
    inherited.putAll(environment);
    InstructionSet.current().applyTo(inherited);
  }

  private static PeerSetting libTorch(int own, int openBlas) {
    return new PeerSetting(
        "libtorch",
        Math.max(own, openBlas),
        own,
        Map.of(OPENMP, String.valueOf(own), OPENBLAS, String.valueOf(openBlas)),
        null);
  }

  private static PeerSetting djl(int own) {
    String count = String.valueOf(own);
    return new PeerSetting("djl", own, own, Map.of(OPENMP, count, MKL, count), null);
  }
}
