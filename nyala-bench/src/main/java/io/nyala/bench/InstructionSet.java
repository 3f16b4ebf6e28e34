// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;

/**
 * The instructions that all contenders are held to, so that a processor with AVX-512 stands in for
 * the many that have AVX2 only. A JVM is held to them by an option when it starts, and the peers'
 * libraries by environment variables, so the launcher decides and the property {@link #PROPERTY}
 * tells.
 */
public enum InstructionSet {
  /** All that the processor has. */
  NATIVE,
  /** x86-64 with AVX2 and FMA. */
  AVX2;

  private static final String PROPERTY = "nyala.bench.isa";
  private static final String XLA_FLAGS = "XLA_FLAGS";

  /** OpenBLAS's name for processors with AVX2; ATen, oneDNN and MKL have the same in their ways. */
  private static final Map<String, String> AVX2_ONLY =
      Map.of(
          "ATEN_CPU_CAPABILITY", "avx2",
          "ONEDNN_MAX_CPU_ISA", "AVX2",
          "MKL_ENABLE_INSTRUCTIONS", "AVX2",
          "OPENBLAS_CORETYPE", "Haswell");

  /**
   * Returns the instructions that the launcher chose.
   *
   * @return {@link #NATIVE} without the launcher
   */
  public static InstructionSet current() {
    return AVX2.label().equals(System.getProperty(PROPERTY)) ? AVX2 : NATIVE;
  }

  /**
   * Returns the name on the command line.
   *
   * @return such as {@code avx2}
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Tells whether this JVM is held to the instructions.
   *
   * @return always true of {@link #NATIVE}
   */
  public boolean isObeyedHere() {
    if (this == NATIVE) {
      return true;
    }
    var machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    try {
      return machine.getVMOption("UseAVX").getValue().equals("2");
    } catch (IllegalArgumentException e) {
      return false; // not an x86-64
    }
  }

  /**
   * Tells whether a peer obeys. Keras on JAX does not: the library that XLA calls for matrix
   * products takes no notice of the setting, and is faster than the peak of AVX2.
   *
   * @param peer the name of the peer in the report
   * @return always true of {@link #NATIVE}
   */
  public boolean isObeyedBy(String peer) {
    return this == NATIVE || !peer.equals("keras-jax");
  }

  /** Sets the environment variables that hold a peer to the instructions. */
  void applyTo(Map<String, String> environment) {
    if (this == AVX2) {
      environment.putAll(AVX2_ONLY);
      environment.merge(XLA_FLAGS, "--xla_cpu_max_isa=AVX2", (a, b) -> a + " " + b);
    }
  }
}
