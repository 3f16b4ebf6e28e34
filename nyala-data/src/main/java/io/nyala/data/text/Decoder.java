// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import io.nyala.data.DataException;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Generates sequences token by token with a model of the next token, for several sequences at once,
 * by greedy decoding or beam search.
 */
public final class Decoder {
  /** A model of the next token, for example the decoder of an encoder-decoder network. */
  @FunctionalInterface
  public interface Step {
    /**
     * Runs one step.
     *
     * @param tokens the last token of each row
     * @param states the states of the model, each {@code (rows, ...)}
     * @return probabilities of the next token, and the new states
     */
    Next next(int[] tokens, List<Tensor> states);
  }

  /**
   * The result of a step.
   *
   * @param probabilities {@code (rows, tokens)}, or {@code (rows, 1, tokens)}
   * @param states each {@code (rows, ...)}
   */
  public record Next(Tensor probabilities, List<Tensor> states) {}

  private final Step step;
  private final int start;
  private final int stop;
  private final int longest;

  /**
   * Creates a decoder.
   *
   * @param step the model
   * @param start the token that every sequence begins with; not part of the result
   * @param stop the token that ends a sequence; not part of the result
   * @param longest the maximum number of tokens in a result
   */
  public Decoder(Step step, int start, int stop, int longest) {
    this.step = step;
    this.start = start;
    this.stop = stop;
    this.longest = longest;
  }

  /**
   * Decodes greedily: takes the most probable token at each step, the lowest one in case of ties.
   *
   * @param states the initial states, each {@code (rows, ...)}
   * @return the tokens of each row
   */
  public List<int[]> greedy(List<Tensor> states) {
    return beam(states, 1);
  }

  /** A partial sequence. */
  private record Beam(int[] tokens, double score, boolean ended) {
    Beam and(int token, double probability, int stop) {
      double more = score + Math.log(Math.max(probability, Float.MIN_VALUE));
      if (token == stop) {
        return new Beam(tokens, more, true);
      }
      int[] longer = Arrays.copyOf(tokens, tokens.length + 1);
      longer[tokens.length] = token;
      return new Beam(longer, more, false);
    }

    /** Returns the mean of the log probabilities, because a sum would favour short sequences. */
    double mean() {
      return score / (tokens.length + (ended ? 1 : 0));
    }
  }

  /** A beam and the row of the states from which it continues. */
  private record Candidate(Beam beam, int row) {}

  /**
   * Decodes by beam search and returns the sequences with the highest mean log probability per
   * token.
   *
   * @param states the initial states, each {@code (rows, ...)}
   * @param width the number of beams for each row, at least 1
   * @return the tokens of each row
   * @throws DataException if the width is below 1
   */
  public List<int[]> beam(List<Tensor> states, int width) {
    if (width < 1) {
      throw new DataException("Decoder: expected a beam width of 1 or more, got " + width);
    }
    int rows = states.getFirst().shape().dim(0);
    List<List<Beam>> beams = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      beams.add(List.of(new Beam(new int[0], 0, false)));
    }
    List<Tensor> carried = states;
    for (int length = 0; length < longest; length++) {
      int[] last = last(beams);
      if (last.length == 0) {
        break;
      }
      Next next = step.next(last, carried);
      List<Integer> origins = new ArrayList<>();
      int row = 0;
      for (int i = 0; i < rows; i++) {
        List<Candidate> found = new ArrayList<>();
        for (Beam beam : beams.get(i)) {
          if (beam.ended()) {
            found.add(new Candidate(beam, -1));
          } else {
            extend(beam, next.probabilities(), row++, width, found);
          }
        }
        found.sort((a, b) -> Double.compare(b.beam().mean(), a.beam().mean()));
        List<Candidate> best = found.subList(0, Math.min(width, found.size()));
        best.stream().filter(c -> !c.beam().ended()).forEach(c -> origins.add(c.row()));
        beams.set(i, best.stream().map(Candidate::beam).toList());
      }
      int[] from = origins.stream().mapToInt(Integer::intValue).toArray();
      carried = from.length == 0 ? carried : next.states().stream().map(s -> s.rows(from)).toList();
    }
    return beams.stream().map(row -> row.getFirst().tokens()).toList();
  }

  private int[] last(List<List<Beam>> beams) {
    return beams.stream()
        .flatMap(List::stream)
        .filter(beam -> !beam.ended())
        .mapToInt(b -> b.tokens().length == 0 ? start : b.tokens()[b.tokens().length - 1])
        .toArray();
  }

  /** Adds the best continuations, at most as many as there are beams. */
  private void extend(Beam beam, Tensor probabilities, int row, int width, List<Candidate> found) {
    int tokens = probabilities.shape().last();
    boolean[] taken = new boolean[tokens];
    for (int k = 0; k < Math.min(width, tokens); k++) {
      int best = -1;
      for (int token = 0; token < tokens; token++) {
        if (!taken[token]
            && (best < 0
                || probabilities.at(row * tokens + token)
                    > probabilities.at(row * tokens + best))) {
          best = token;
        }
      }
      taken[best] = true;
      found.add(new Candidate(beam.and(best, probabilities.at(row * tokens + best), stop), row));
    }
  }
}
