// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.models.core.Tracing;
import io.nyala.plan.Program;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The steps of training, or those of evaluation: compiled once for each kind of batch, and handed
 * to one run at a time.
 */
public final class StepPools {
  /** Kinds of batches kept at a time: by size, shapes, with and without sample weights. */
  private static final int KINDS = 16;

  /**
   * What a step takes.
   *
   * @param rows of the batch
   * @param activations what its layers put out, in bytes
   * @param bytes all its arrays
   */
  public record Size(int rows, long activations, long bytes) {}

  private final Supplier<Sharding> sharding;
  private final Function<BatchSpec, StepGraph> graphs;
  private final ShardGradients gradients;
  private final BooleanSupplier inUse;
  private final ProgramCache<BatchSpec, ExecutionPool<Step>> pools =
      new ProgramCache<>(KINDS, this::compile, ExecutionPool::clear);
  private volatile Size largest;

  /**
   * Creates pools without steps.
   *
   * @param sharding how a batch is cut by now, or null
   * @param graphs writes the graph of a batch or a part of one
   * @param gradients where the gradients of shards go; null in evaluation
   * @param inUse returns whether steps that nobody has are to be kept
   */
  public StepPools(
      Supplier<Sharding> sharding,
      Function<BatchSpec, StepGraph> graphs,
      ShardGradients gradients,
      BooleanSupplier inUse) {
    this.sharding = sharding;
    this.graphs = spec -> Tracing.alone(() -> graphs.apply(spec));
    this.gradients = gradients;
    this.inUse = inUse;
  }

  /** Returns the steps for a kind of batch, compiled if need be. */
  public ExecutionPool<Step> of(BatchSpec spec) {
    return pools.get(spec);
  }

  /** Forgets all steps. */
  public void clear() {
    pools.clear();
  }

  /** Returns what the largest step so far takes, or null before the first. */
  public Size largest() {
    return largest;
  }

  private ExecutionPool<Step> compile(BatchSpec spec) {
    Sharding how = sharding.get();
    // Evaluations wait for room, a training does not: there is only one for a model.
    boolean limited = gradients == null;
    if (how != null) {
      List<ShardedStep.Part> parts = ShardedStep.compile(spec, how, graphs);
      long bytes = parts.stream().mapToLong(p -> p.program().bufferBytes()).sum();
      return new ExecutionPool<>(
          bytes, limited, inUse, () -> noted(new ShardedStep(spec, how, parts, gradients)));
    }
    StepPlan plan = graphs.apply(spec).plan();
    Program program = Engines.engine().compile(plan.graph());
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
