// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import io.nyala.kernel.scalar.ScalarKernels;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * Chooses the kernels once: the vector kernels if the Vector API is readable and the processor has
 * vectors of at least 128 bits and multiply-add, otherwise the scalar kernels. One log line gives
 * the reason. The system property {@code nyala.kernels} ({@code scalar} or {@code vector}) forces a
 * choice.
 *
 * <p>No code in this class may name a type of the Vector API: on the class path without {@code
 * --add-modules jdk.incubator.vector}, using one throws {@link NoClassDefFoundError}.
 */
public final class KernelProvider {
  private static final String PROPERTY = "nyala.kernels";
  private static final String MODULE = "jdk.incubator.vector";
  private static final int LEAST_BITS = 128;
  private static final Kernels SCALAR = ScalarKernels.kernels();

  private static int vectorBits;

  private KernelProvider() {}

  /** Loaded on first use; after that, {@link #current()} is a constant for the compiler. */
  private static final class Chosen {
    static final Kernels KERNELS = choose(System.getProperty(PROPERTY, ""));
  }

  /** Holds the vector kernels or the reason for their absence. */
  private static final class Vectors {
    static final Object TWIN_OR_REASON = load();
  }

  /**
   * Returns the kernels of this JVM.
   *
   * @return the same kernels at every call
   * @throws IllegalStateException if {@code nyala.kernels} requests kernels that are not available
   */
  public static Kernels current() {
    return Chosen.KERNELS;
  }

  /**
   * Returns what the rounding of results depends on: the kernels of this JVM and their width.
   *
   * @return for example {@code vector kernels of 512 bits}
   */
  public static String description() {
    return current() == SCALAR ? "scalar kernels" : "vector kernels of " + vectorBits + " bits";
  }

  /**
   * Returns the scalar kernels.
   *
   * @return kernels without requirements on the JVM or the processor
   */
  public static Kernels scalar() {
    return SCALAR;
  }

  /**
   * Returns the SIMD kernels.
   *
   * @return the kernels, or empty if the Vector API is not available
   */
  public static Optional<Kernels> vector() {
    return Vectors.TWIN_OR_REASON instanceof Kernels kernels
        ? Optional.of(kernels)
        : Optional.empty();
  }

  private static Kernels choose(String wish) {
    switch (wish) {
      case "scalar":
        return SCALAR;
      case "vector":
        return vector()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        PROPERTY + "=vector is not available: " + Vectors.TWIN_OR_REASON));
      case "":
        break;
      default:
        throw new IllegalStateException(
            "system property " + PROPERTY + ": expected scalar or vector, got \"" + wish + "\"");
    }
    Optional<Kernels> vector = vector();
    if (vector.isEmpty()) {
      System.getLogger(KernelProvider.class.getPackageName())
          .log(Level.WARNING, "Slow scalar kernels are in use: " + Vectors.TWIN_OR_REASON);
    }
    return vector.orElse(SCALAR);
  }

  private static Object load() {
    Module module = ModuleLayer.boot().findModule(MODULE).orElse(null);
    if (module == null || !KernelProvider.class.getModule().canRead(module)) {
      return ("module %1$s is not readable; start java with --add-modules %1$s"
              + " (Maven: <argLine>--add-modules %1$s</argLine> for Surefire;"
              + " Gradle: jvmArgs(\"--add-modules\", \"%1$s\");"
              + " elsewhere: JDK_JAVA_OPTIONS=--add-modules=%1$s in the environment)")
          .formatted(MODULE);
    }
    if (System.getProperty("java.vm.info", "").contains("interpreted")) {
      return "the JVM only interprets (-Xint), where vectors are slower than loops";
    }
    if (!FusedMultiplyAdd.inHardware()) {
      return "this JVM has no instruction for multiply-add (an old or virtual processor, or"
          + " -XX:-UseFMA), and vectors without it are slower than loops";
    }
    try {
      // By name, so that this class links without the Vector API.
      Class<?> type = Class.forName("io.nyala.kernel.vector.VectorKernels");
      int bits = (int) type.getMethod("vectorBits").invoke(null);
      vectorBits = bits;
      if (bits < LEAST_BITS) {
        return "the widest vectors of this JVM have " + bits + " bits, less than " + LEAST_BITS;
      }
      return type.getMethod("kernels").invoke(null);
    } catch (ReflectiveOperationException | LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return "the vector kernels do not load on this JVM: " + cause;
    }
  }
}
