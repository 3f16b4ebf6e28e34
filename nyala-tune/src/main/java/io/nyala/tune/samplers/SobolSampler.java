// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.samplers;

import io.nyala.tune.history.History;
import io.nyala.tune.math.SobolSequence;
import io.nyala.tune.space.SearchSpace;
import java.util.Optional;

/**
 * Fills the space evenly with the points of Sobol's sequence, scrambled by the seed of the search,
 * one for each trial number. It does not use losses. In few dimensions it is better than random
 * search, and it gives unbiased plots of the whole space.
 *
 * <p>I. M. Sobol: On the distribution of points in a cube and the approximate evaluation of
 * integrals; 1967. J. Bergstra, Y. Bengio: Random search for hyper-parameter optimization; JMLR 13
 * (2012), section 4.
 */
public final class SobolSampler implements Sampler {
  private long scrambling;
  private SobolSequence sequence;

  /** Creates the sampler; it has no settings. */
  public SobolSampler() {}

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException for a space of more than 128 hyperparameters
   */
  @Override
  public Optional<double[]> propose(SearchSpace space, History history, int number, Draws draws) {
    if (space.size() == 0) {
      return Optional.of(new double[0]);
    }
    // Identified by its first bits, because the same search always has the same scrambling.
    long own = draws.shared("Sobol").nextLong();
    if (sequence == null || own != scrambling || sequence.dimensions() != space.size()) {
      scrambling = own;
      sequence = SobolSequence.scrambled(space.size(), draws.shared("Sobol"));
    }
    return Optional.of(sequence.point(number));
  }

  @Override
  public String describe() {
    return "Sobol";
  }

  @Override
  public String toString() {
    return describe();
  }
}
