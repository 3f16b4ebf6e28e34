// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.toy;

import io.nyala.rl.env.Reset;
import io.nyala.rl.env.SimpleEnv;
import io.nyala.rl.env.Step;
import io.nyala.rl.spaces.Discrete;
import io.nyala.rl.spaces.Product;
import java.util.Arrays;

/**
 * Blackjack against a dealer who draws up to 17: stick (0) or hit (1), like Gymnasium's {@code
 * Blackjack-v1} with the rules of Sutton and Barto (example 5.1): a natural wins unless the dealer
 * has one too. The observation is the player's sum, the dealer's open card and whether an ace
 * counts as 11; the reward is 1, 0 or -1 at the end.
 */
public final class Blackjack extends SimpleEnv {
  private static final int[] DECK = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10, 10};
  private static final int MOST = 21;
  private static final int DEALER_STANDS = 17;
  private static final int ACE = 10; // what an ace may count more than 1
  private static final int SUITS = 4;
  private static final int COURT = 3; // cards with a name, which count as 10

  // For the player and then the dealer: the sum with aces as 1, the number of aces, the number of
  // cards.
  private static final int SUM = 0;
  private static final int ACES = 1;
  private static final int CARDS = 2;
  private static final int DEALER = 3;
  private static final int OPEN = 6;

  private final double[] variables = new double[7];

  /** Creates a game. */
  public Blackjack() {
    super(
        "Blackjack",
        Product.of(new Discrete(32), new Discrete(11), new Discrete(2)),
        new Discrete(2));
  }

  @Override
  protected double[] variables() {
    return variables;
  }

  @Override
  protected void start(Reset how, Step first) {
    Arrays.fill(variables, 0);
    variables[OPEN] = draw(DEALER);
    draw(DEALER);
    draw(0);
    draw(0);
    // Gymnasium draws the card for its pictures here, which advances the random numbers.
    random().integers(SUITS);
    if (variables[OPEN] == ACE) {
      random().integers(COURT);
    }
    observe(first);
  }

  private int draw(int hand) {
    int card = DECK[random().integers(DECK.length)];
    variables[hand + SUM] += card;
    variables[hand + ACES] += card == 1 ? 1 : 0;
    variables[hand + CARDS]++;
    return card;
  }

  private boolean hasUsableAce(int hand) {
    return variables[hand + ACES] > 0 && variables[hand + SUM] + ACE <= MOST;
  }

  private double sum(int hand) {
    return variables[hand + SUM] + (hasUsableAce(hand) ? ACE : 0);
  }

  private boolean isNatural(int hand) {
    return variables[hand + CARDS] == 2 && sum(hand) == MOST;
  }

  @Override
  protected void act(int action, Step next) {
    if (action == 1) {
      draw(0);
      boolean bust = sum(0) > MOST;
      next.terminated(bust).reward(bust ? -1 : 0);
    } else {
      while (sum(DEALER) < DEALER_STANDS) {
        draw(DEALER);
      }
      boolean wins = isNatural(0) && !isNatural(DEALER);
      next.terminated(true).reward(wins ? 1 : Double.compare(score(0), score(DEALER)));
    }
    observe(next);
  }

  private double score(int hand) {
    return sum(hand) > MOST ? 0 : sum(hand);
  }

  private void observe(Step step) {
    step.observation()[0] = (float) sum(0);
    step.observation()[1] = (float) variables[OPEN];
    step.observation()[2] = hasUsableAce(0) ? 1 : 0;
  }
}
