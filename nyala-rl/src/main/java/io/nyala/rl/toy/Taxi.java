// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.toy;

import io.nyala.rl.env.Reset;
import io.nyala.rl.env.Step;

/**
 * A taxi on a 5 x 5 grid that picks up a passenger at one of four places and drops them off at
 * another, like Gymnasium's {@code Taxi-v4} without its limit of 200 steps (Dietterich 2000). Moves
 * are south (0), north (1), east (2), west (3), then pick up (4) and drop off (5). The reward is -1
 * per step, 20 at the destination, and -10 for a wrong pick-up or drop-off. The info {@code
 * action_mask} has a 1 for each action that changes the state.
 */
public final class Taxi extends TableEnv {
  private static final int PICK_UP = 4;
  private static final double RAINY = 0.8;
  private static final double FICKLE = 0.3;
  private static final int PLACES = TaxiTable.PLACES;

  private final boolean fickle;
  private final double[] mask = new double[TaxiTable.ACTIONS];

  /** Creates a taxi in dry weather with a passenger who never changes the destination. */
  public Taxi() {
    this(false, false);
  }

  /**
   * Creates a taxi.
   *
   * @param rainy whether a fifth of the moves go sideways
   * @param fickle whether a passenger may change the destination once on the way
   */
  public Taxi(boolean rainy, boolean fickle) {
    super("Taxi", TaxiTable.starts(), TaxiTable.of(rainy ? RAINY : 1), 1);
    this.fickle = fickle;
  }

  @Override
  protected void start(Reset how, Step first) {
    super.start(how, first);
    variables()[1] = fickle && random().nextDouble() < FICKLE ? 1 : 0;
    tellMask(first);
  }

  @Override
  protected void act(int action, Step next) {
    super.act(action, next);
    tellMask(next);
  }

  @Override
  int changed(int before, int after) {
    boolean moved = TaxiTable.field(before) != TaxiTable.field(after);
    if (variables()[1] == 0 || TaxiTable.passenger(before) != PLACES || !moved) {
      return after;
    }
    variables()[1] = 0;
    int old = TaxiTable.destination(before);
    int other = random().integers(PLACES - 1);
    return TaxiTable.state(
        TaxiTable.field(after), TaxiTable.passenger(after), other < old ? other : other + 1);
  }

  private void tellMask(Step step) {
    int state = (int) variables()[0];
    int field = TaxiTable.field(state);
    int row = field / TaxiTable.SIDE;
    int passenger = TaxiTable.passenger(state);
    mask[0] = row < TaxiTable.SIDE - 1 ? 1 : 0;
    mask[1] = row > 0 ? 1 : 0;
    mask[2] = TaxiTable.isOpenEast(field) ? 1 : 0;
    mask[3] = TaxiTable.isOpenWest(field) ? 1 : 0;
    mask[PICK_UP] = passenger < PLACES && field == TaxiTable.place(passenger) ? 1 : 0;
    mask[PICK_UP + 1] = passenger == PLACES && TaxiTable.placeAt(field) >= 0 ? 1 : 0;
    step.info().put("action_mask", mask);
  }
}
