// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Keeps the programs of the latest signatures: one for each size of batch and kind of data. The one
 * that was not used for longest goes first, so that memory stays bounded however sizes vary.
 *
 * @param <K> the signature
 * @param <P> the program
 */
final class ProgramCache<K, P> {
  private static final float LOAD = 0.75f;

  private final Map<K, P> programs;
  private final Function<K, P> compile;

  ProgramCache(int capacity, Function<K, P> compile) {
    this.compile = compile;
    this.programs =
        new LinkedHashMap<>(capacity, LOAD, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, P> eldest) {
            return size() > capacity;
          }
        };
  }

  /** Returns the program for a signature, compiled if need be. */
  synchronized P get(K signature) {
    P found = programs.get(signature);
    if (found == null) {
      found = compile.apply(signature);
      programs.put(signature, found);
    }
    return found;
  }

  synchronized void clear() {
    programs.clear();
  }

  synchronized int size() {
    return programs.size();
  }
}
