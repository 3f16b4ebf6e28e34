// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.recipe;

import java.util.Optional;

/**
 * A worked example that can be run by name: data, network, training, metrics.
 *
 * <p>A recipe declares additional options as fields annotated with picocli's {@code @Option}; they
 * are set before {@link #run} is called. An instance is run at most once.
 */
public interface Recipe {
  /**
   * Returns the name used on the command line.
   *
   * @return lower-case words joined by hyphens, such as {@code wine-regression}
   */
  String name();

  /**
   * Returns a one-line description of the task.
   *
   * @return one line without a final full stop
   */
  String description();

  /**
   * Returns the name of the environment in which the recipe's agent acts, so that {@code ./nyala
   * play} finds it by the recipe. By default there is none.
   */
  default Optional<String> environment() {
    return Optional.empty();
  }

  /**
   * Returns whether several processes can run this recipe together: it passes its model to {@link
   * RecipeContext#distribute}. By default false.
   */
  default boolean isDistributable() {
    return false;
  }

  /**
   * Returns the defaults of {@code --epochs} and {@code --batch}.
   *
   * @return the numbers, with a note if they depend on other options
   */
  Defaults defaults();

  /**
   * The defaults shown by {@code --help}.
   *
   * @param epochs passes over the training rows
   * @param batch rows per training step
   */
  record Defaults(String epochs, String batch) {
    /** Returns fixed defaults. */
    public static Defaults of(int epochs, int batch) {
      return new Defaults(String.valueOf(epochs), String.valueOf(batch));
    }
  }

  /**
   * Trains, evaluates and saves.
   *
   * @param context the shared options, the streams to print on and the output folder
   * @return the report, usually started with {@link RecipeContext#report()}; null if the options
   *     only request something to be printed
   * @throws UsageException if the input or an option is wrong
   * @throws Exception if the run fails
   */
  RunReport run(RecipeContext context) throws Exception;
}
