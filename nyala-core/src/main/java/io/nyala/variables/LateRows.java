// SPDX-License-Identifier: Apache-2.0
package io.nyala.variables;

import java.util.Arrays;

/**
 * The upkeep of a table of which a training step reads and changes only a few rows, such as word
 * vectors. Rows that a step does not name may be out of date. Each row is brought up to date before
 * a step reads it, and all rows before any other code reads the variable. The cost of a step
 * therefore depends on the rows that it names, not on the size of the table.
 *
 * <p>A program whose gradient of the table is a scatter of rows ({@code Primitive.ScatterAdd})
 * works this way if the table has this upkeep and the variable of its gradient was passed to {@link
 * #gradient}: it calls {@link #plan}, brings the planned rows up to date, reads them, and writes
 * the gradients of these rows only.
 */
public abstract class LateRows implements Upkeep {
  private final int rows;
  private final int[] placeOf;

  /** One bit for each row, set if the index names it, while a step is planned. */
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
   * Brings a copy of the table up to date and leaves the table unchanged. Nothing else may read or
   * change the table during the call.
   *
   * @param copy the current elements of the table
   */
  public abstract void settle(float[] copy);

  /** Brings some of the planned rows up to date, given their places in the plan. */
  public abstract void refresh(int from, int to);

  /** Returns the number of rows of the table. */
  public final int rows() {
    return rows;
  }

  /**
   * Plans a step: finds the rows that it names, each once and in ascending order (better for the
   * caches), and the positions at which each is named.
   *
   * @param index int32 row numbers as raw bits, all inside the table
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

  /** Returns the number of rows in the latest plan. */
  public final int count() {
    return count;
  }

  /** Returns the row at a place of the plan. */
  public final int row(int place) {
    return planned[place];
  }

  /**
   * Returns the positions at which rows are named: ascending for each place of the plan, one place
   * after another.
   */
  public final int[] positions() {
    return positions;
  }

  /**
   * Returns the index in {@link #positions} at which those of a place begin; they end where those
   * of the next place begin.
   */
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
   * Sets the variable for the gradient of the table. A step writes the rows of its plan; the others
   * become zero when the variable is read.
   */
  public final void gradient(Variable variable) {
    gradientVariable = variable;
    variable.upkeep(this::clearOtherGradients);
  }

  /** Returns whether the variable holds the gradient. */
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
