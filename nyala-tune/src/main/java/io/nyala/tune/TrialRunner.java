// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import java.util.function.UnaryOperator;

/**
 * Trains the trials of a study in other processes, such as the tasks of a cluster. The study stays
 * here: it proposes the values, decides on pruning and promotion, and writes the journal.
 */
@FunctionalInterface
public interface TrialRunner {
  /**
   * Runs {@link TrialOrder#run} in another process and returns its result. Called by as many
   * threads at once as the study has workers. If the process is lost, the order may be run again.
   *
   * @param order what to run
   * @param answers answers the messages that the order sends while it runs, one at a time
   * @throws StudyException to end the search
   * @throws Exception if it could not be run; the trial has then failed
   */
  byte[] run(TrialOrder order, UnaryOperator<byte[]> answers) throws Exception;
}
