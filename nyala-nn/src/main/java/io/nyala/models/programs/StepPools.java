// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.graph.FoldIntoConvolutions;
import io.nyala.models.core.Engines;
import io.nyala.models.core.Tracing;
import io.nyala.plan.Program;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The steps of training, or those of evaluation. They are compiled once for each kind of batch, and
 * used by one run at a time.
 */
public final class StepPools {
  /** The maximum number of cached batch kinds: by size, shapes, with and without sample weights. */
  private static final int KINDS = 16;

  /**
   * The memory use of a step.
   *
   * @param rows the rows of the batch
   * @param activations the size of the layer outputs, in bytes
   * @param bytes the size of all its arrays
   */
  public record Size(int rows, long activations, long bytes) {}

  private final Supplier<Sharding> sharding;
  private final Function<BatchSpec, StepGraph> graphs;
  private final ShardGradients gradients;
  private final BooleanSupplier inUse;
  private final Consumer<Size> check;
  private final ProgramCache<BatchSpec, ExecutionPool<Step>> pools =
      new ProgramCache<>(KINDS, this::compile, ExecutionPool::clear);
  private volatile Size largest;

  /**
   * Creates pools without steps.
   *
   * @param sharding supplies the current way of splitting batches, or null
   * @param graphs builds the graph of a batch or a part of one
   * @param gradients the storage for the gradients of shards, or null in evaluation
   * @param inUse returns whether idle steps are kept
   * @param check learns the memory of each kind of step before it is allocated, and may throw
   */
  public StepPools(
      Supplier<Sharding> sharding,
      Function<BatchSpec, StepGraph> graphs,
      ShardGradients gradients,
      BooleanSupplier inUse,
      Consumer<Size> check) {
    this.sharding = sharding;
    this.graphs = spec -> Tracing.alone(() -> graphs.apply(spec));
    this.gradients = gradients;
    this.inUse = inUse;
    this.check = check;
  }

  /** Returns the steps for a kind of batch, compiling them if necessary. */
  public ExecutionPool<Step> of(BatchSpec spec) {
    return pools.get(spec);
  }

  /** Forgets all steps. */
  public void clear() {
    pools.clear();
  }

  /** Returns the memory use of the largest step so far, or null before the first. */
  public Size largest() {
    return largest;
  }

  private ExecutionPool<Step> compile(BatchSpec spec) {
    Sharding how = sharding.get();
    // Evaluations wait for memory. Training does not, because there is only one run per model.
    boolean limited = gradients == null;
    if (how != null) {
      List<ShardedStep.Part> parts = ShardedStep.compile(spec, how, graphs);
      check.accept(ShardedStep.size(spec, how, parts, gradients));
      long bytes = parts.stream().mapToLong(p -> p.program().bufferBytes()).sum();
      return new ExecutionPool<>(
          bytes, limited, inUse, () -> noted(new ShardedStep(spec, how, parts, gradients)));
    }
    StepPlan plan = graphs.apply(spec).plan();
    Program program = Engines.engine().compile(FoldIntoConvolutions.apply(plan.graph()));
    check.accept(new Size(spec.rows(), plan.activationBytes(), plan.bytes(spec, program)));
    return new ExecutionPool<>(
        program.bufferBytes(), limited, inUse, () -> noted(new StepProgram(plan, spec, program)));
  }

  private Step noted(Step step) {
    Size known = largest;
    if (known == null || step.bytes() > known.bytes()) {
      largest = new Size(step.rows(), step.activationBytes(), step.bytes());
    }
    return step;
  }
}
