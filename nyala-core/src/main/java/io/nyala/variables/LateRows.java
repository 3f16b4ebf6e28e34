// SPDX-License-Identifier: Apache-2.0
package io.nyala.variables;

import java.util.Arrays;

/**
 * The rows of a table of which a step of training reads and changes few, such as word vectors. Rows
 * that a step does not name may lag behind; each is brought up to date before a step reads it, all
 * of them before anybody else reads the variable. So a step costs by the rows that it names, not by
 * those that there are.
 *
 * <p>A program whose gradient of the table is a scatter of rows ({@code Primitive.ScatterAdd})
 * works in this way when the table has this upkeep and the variable of its gradient has {@link
 * #gradient}: it calls {@link #plan}, has the planned rows brought up to date, reads them, and
 * writes the gradients of these rows alone.
 */
public abstract class LateRows implements Upkeep {
  private final int rows;
  private final int[] placeOf;

  /** A bit for each row that the index names, while a step is planned. */
  private final long[] named;

  private int[] planned = {};
  private int[] begins = {0};
  private int[] places = {};
  private int[] positions = {};
  private int count;
  private boolean fresh;
  private Variable gradientVariable;
  private boolean gradientDirty;

  /** Creates the upkeep of a table. */
  protected LateRows(int rows) {
    this.rows = rows;
    this.placeOf = new int[rows];
    this.named = new long[(rows + 63) / 64];
  }

  /**
   * Brings a copy of the table up to date and leaves the table as it is. Nothing else may read or
   * change the table during the call.
   *
   * @param copy the elements of the table as they are now
   */
  public abstract void settle(float[] copy);

  /** Brings some of the planned rows, by their places in the plan, up to date. */
  public abstract void refresh(int from, int to);

  /** Returns how many rows the table has. */
  public final int rows() {
    return rows;
  }

  /**
   * Plans a step: finds the rows that it names, each once and in ascending order, which is kind to
   * the caches, and where each is named.
   *
   * @param index int32 numbers of rows as raw bits, all of them inside the table
   */
  public final void plan(float[] index, int at, int n) {
    reserve(n);
    for (int i = 0; i < n; i++) {
      int row = Float.floatToRawIntBits(index[at + i]);
      named[row >> 6] |= 1L << row;
    }
    count = 0;
    for (int word = 0; word < named.length; word++) {
      for (long bits = named[word]; bits != 0; bits &= bits - 1) {
        int row = (word << 6) + Long.numberOfTrailingZeros(bits);
        placeOf[row] = count;
        begins[count] = 0;
        planned[count++] = row;
      }
      named[word] = 0;
    }
    for (int i = 0; i < n; i++) {
      int place = placeOf[Float.floatToRawIntBits(index[at + i])];
      begins[place]++;
      places[i] = place;
    }
    // From counts to ends, then backwards from the ends, so that positions ascend.
    int end = 0;
    for (int place = 0; place < count; place++) {
      end += begins[place];
      begins[place] = end;
    }
    begins[count] = end;
    for (int i = n - 1; i >= 0; i--) {
      positions[--begins[places[i]]] = i;
    }
    fresh = true;
    gradientDirty = true;
  }

  private void reserve(int n) {
    if (places.length < n) {
      planned = new int[n];
      begins = new int[n + 1];
      places = new int[n];
      positions = new int[n];
    }
  }

  /** Returns how many rows the latest plan has. */
  public final int count() {
    return count;
  }

  /** Returns the row at a place of the plan. */
  public final int row(int place) {
    return planned[place];
  }

  /**
   * Returns where rows are named: ascending for each place of the plan, one place after another.
   */
  public final int[] positions() {
    return positions;
  }

  /** Returns where in {@link #positions} those of a place begin; they end where the next begin. */
  public final int begin(int place) {
    return begins[place];
  }

  /** Returns whether a step was planned since the last call. */
  protected final boolean takePlan() {
    boolean was = fresh;
    fresh = false;
    return was;
  }

  /**
   * Gives a variable to the gradient of the table. A step writes the rows of its plan; the others
   * become zero when the variable is read.
   */
  public final void gradient(Variable variable) {
    gradientVariable = variable;
    variable.upkeep(this::clearOtherGradients);
  }

  /** Returns whether a variable is the one for the gradient. */
  public final boolean isGradient(Variable variable) {
    return variable == gradientVariable;
  }

  private synchronized void clearOtherGradients() {
    if (!gradientDirty) {
      return;
    }
    float[] data = gradientVariable.rawData();
    int width = gradientVariable.size() / Math.max(1, rows);
    for (int row = 0; row < rows; row++) {
      int place = placeOf[row];
      if (place >= count || planned[place] != row) {
        int at = gradientVariable.offset() + row * width;
        Arrays.fill(data, at, at + width, 0);
      }
    }
    gradientDirty = false;
  }
}
