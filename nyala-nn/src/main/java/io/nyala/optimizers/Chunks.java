// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import java.util.Arrays;
import java.util.List;

/**
 * The division of the flat arrays for the worker pool. It depends only on the variables, never on
 * the number of threads. A chunk is a contiguous range. Its pieces are the parts of variables in
 * it.
 */
final class Chunks {
  /**
   * The maximum number of elements of a chunk: four arrays of this size fit in the second-level
   * cache.
   */
  static final int SIZE = 1 << 14;

  private int[] from = new int[8];
  private int[] to = new int[8];
  private int[] firstPiece = new int[9];
  private int count;

  private int[] pieceFrom = new int[8];
  private int[] pieceTo = new int[8];
  private int[] pieceSegment = new int[8];
  private int pieces;

  /**
   * Divides segments, which are in ascending order and do not overlap.
   *
   * @param left whether to omit each segment
   */
  Chunks(List<Segment> segments, boolean[] left) {
    this(segments, left, SIZE);
  }

  /** Creates one chunk per segment, for rules that process variables as a whole. */
  static Chunks whole(List<Segment> segments) {
    return new Chunks(segments, new boolean[segments.size()], Integer.MAX_VALUE);
  }

  private Chunks(List<Segment> segments, boolean[] left, int size) {
    for (int s = 0; s < segments.size(); s++) {
      if (left[s]) {
        continue;
      }
      int at = segments.get(s).offset();
      int end = segments.get(s).end();
      while (at < end) {
        if (count == 0
            || to[count - 1] != at
            || size == Integer.MAX_VALUE
            || to[count - 1] - from[count - 1] == size) {
          openChunk(at);
        }
        int room = size - (at - from[count - 1]);
        int stop = room < end - at ? at + room : end;
        addPiece(at, stop, s);
        at = stop;
      }
    }
    firstPiece[count] = pieces;
  }

  private void openChunk(int at) {
    if (count == from.length) {
      from = Arrays.copyOf(from, 2 * count);
      to = Arrays.copyOf(to, 2 * count);
      firstPiece = Arrays.copyOf(firstPiece, 2 * count + 1);
    }
    from[count] = at;
    to[count] = at;
    firstPiece[count] = pieces;
    count++;
  }

  private void addPiece(int at, int stop, int segment) {
    if (pieces == pieceFrom.length) {
      pieceFrom = Arrays.copyOf(pieceFrom, 2 * pieces);
      pieceTo = Arrays.copyOf(pieceTo, 2 * pieces);
      pieceSegment = Arrays.copyOf(pieceSegment, 2 * pieces);
    }
    pieceFrom[pieces] = at;
    pieceTo[pieces] = stop;
    pieceSegment[pieces] = segment;
    pieces++;
    to[count - 1] = stop;
  }

  int count() {
    return count;
  }

  int from(int chunk) {
    return from[chunk];
  }

  int to(int chunk) {
    return to[chunk];
  }

  int firstPiece(int chunk) {
    return firstPiece[chunk];
  }

  int pieces() {
    return pieces;
  }

  int pieceFrom(int piece) {
    return pieceFrom[piece];
  }

  int pieceTo(int piece) {
    return pieceTo[piece];
  }

  int pieceSegment(int piece) {
    return pieceSegment[piece];
  }
}
