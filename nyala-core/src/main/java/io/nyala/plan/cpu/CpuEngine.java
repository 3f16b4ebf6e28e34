// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.graph.CommonSubexpressions;
import io.nyala.graph.Decompose;
import io.nyala.graph.FuseNormalizedPooling;
import io.nyala.graph.Graph;
import io.nyala.graph.JoinPads;
import io.nyala.graph.Simplify;
import io.nyala.graph.Topology;
import io.nyala.kernel.KernelProvider;
import io.nyala.kernel.Kernels;
import io.nyala.kernel.PerThread;
import io.nyala.kernel.WorkerPool;
import io.nyala.ops.Value;
import io.nyala.plan.Engine;
import io.nyala.plan.Program;
import io.nyala.tensor.ShapeException;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The engine for the CPU: simplifies and fuses the graph, plans memory, and runs SIMD kernels on a
 * pool of threads. Results do not depend on the number of threads.
 */
public final class CpuEngine implements Engine {
  private static final CpuEngine SHARED =
      new CpuEngine(KernelProvider.current(), WorkerPool::shared, true);

  private final Kernels kernels;
  private final Supplier<WorkerPool> pool;
  private final boolean optimise;

  private CpuEngine(Kernels kernels, Supplier<WorkerPool> pool, boolean optimise) {
    this.kernels = kernels;
    this.pool = pool;
    this.optimise = optimise;
  }

  /** Returns the engine with the best kernels of this machine and the shared pool. */
  public static CpuEngine shared() {
    return SHARED;
  }

  /**
   * Returns what the rounding of results depends on. Two JVMs with equal strings compute the same
   * bits.
   */
  public static String arithmetic() {
    return KernelProvider.description()
        + ("false".equals(System.getProperty("nyala.winograd")) ? " without Winograd" : "");
  }

  /**
   * Drops work space of threads that was not used since the call before the last one.
   *
   * @return whether any work space is left
   */
  public static boolean dropIdleWorkSpace() {
    return PerThread.sweep();
  }

  /** Returns an engine with the given kernels. */
  public CpuEngine with(Kernels otherKernels) {
    return new CpuEngine(otherKernels, pool, optimise);
  }

  /** Returns an engine with the given pool. */
  public CpuEngine with(WorkerPool otherPool) {
    return new CpuEngine(kernels, () -> otherPool, optimise);
  }

  /** Returns an engine that runs every primitive separately, in separate memory, for comparison. */
  public CpuEngine unoptimised() {
    return new CpuEngine(kernels, pool, false);
  }

  @Override
  public Program compile(Graph graph) {
    Graph ready = Decompose.apply(graph, op -> !optimise || !FusedLowering.hasKernel(op));
    if (optimise) {
      ready = Simplify.apply(CommonSubexpressions.apply(ready));
      ready = JoinPads.apply(ready);
      ready = CommonSubexpressions.apply(Simplify.apply(ready));
      ready = FuseNormalizedPooling.apply(ready, kernels.normalizedPooling()::serves);
    }
    requireKnownShapes(ready);
    Lowering lowering = new Lowering(kernels, optimise);
    lowering.lower(ready);
    if (optimise) {
      InPlace.apply(lowering.program, lowering.kept);
    }
    int arena = MemoryPlanner.place(lowering.program, lowering.kept, optimise);
    return new CpuProgram(
        ready,
        List.copyOf(lowering.program),
        lowering.slots,
        arena,
        lowering.inputSlots.stream().mapToInt(i -> i).toArray(),
        lowering.variables.toArray(Variable[]::new),
        lowering.variableSlots.stream().mapToInt(i -> i).toArray(),
        lowering.byRows(),
        lowering.constants,
        lowering.outputs,
        pool);
  }

  private static void requireKnownShapes(Graph graph) {
    List<Value> all = new ArrayList<>(graph.outputs());
    graph.assignments().forEach(a -> all.add(a.value()));
    Topology.order(all)
        .forEach(
            node ->
                node.outputs()
                    .forEach(
                        v -> {
                          if (!v.shape().isKnown()) {
                            throw new ShapeException(
                                "a program needs known shapes, " + v + " is not");
                          }
                        }));
  }
}
