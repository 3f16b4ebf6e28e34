// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.recipe;

/**
 * One worked example that a user can run by name: data, network, training, measures.
 *
 * <p>A recipe declares options of its own as fields annotated with picocli's {@code @Option}; they
 * are filled before {@link #run} is called. An instance runs at most once.
 */
public interface Recipe {
  /**
   * Return the name that the user types.
   *
   * @return lower-case words joined by hyphens, such as {@code wine-regression}
   */
  String name();

  /**
   * Say in one line what is learned from what.
   *
   * @return one line without a final full stop
   */
  String description();

  /**
   * Return what {@code --epochs} and {@code --batch} are where the user gives none.
   *
   * @return the numbers, with a word on what they depend on where they do
   */
  Defaults defaults();

  /**
   * What {@code --help} shows as defaults.
   *
   * @param epochs passes over the training rows
   * @param batch rows per training step
   */
  record Defaults(String epochs, String batch) {
    /** Return defaults that depend on nothing. */
    public static Defaults of(int epochs, int batch) {
      return new Defaults(String.valueOf(epochs), String.valueOf(batch));
    }
  }

  /**
   * Train, measure and save.
   *
   * @param context the shared options, the streams to print on and the output folder
   * @return the report, best begun with {@link RecipeContext#report()}; null if the options only
   *     ask for something to be printed
   * @throws UsageException if the input or an option is wrong
   * @throws Exception if the work failed
   */
  RunReport run(RecipeContext context) throws Exception;
}
