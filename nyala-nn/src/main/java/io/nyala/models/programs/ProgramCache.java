// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Caches the programs of recent signatures, one for each batch size and type of data. Programs not
 * used since the last but one compilation are evicted first, so that memory stays bounded even if
 * sizes vary. Looking up a cached program never blocks.
 *
 * @param <K> the signature
 * @param <P> the program
 */
public final class ProgramCache<K, P> {
  private static final class Entry<P> {
    private final P program;
    private volatile long usedAt;

    private Entry(P program, long usedAt) {
      this.program = program;
      this.usedAt = usedAt;
    }
  }

  private final int capacity;
  private final Function<K, P> compile;
  private final Consumer<P> forget;
  private final Map<K, Entry<P>> programs = new ConcurrentHashMap<>();
  private final ReentrantLock compiling = new ReentrantLock();

  /** The number of compilations. Written under the lock. */
  private volatile long clock;

  /**
   * Creates an empty cache.
   *
   * @param forget receives each evicted program
   */
  public ProgramCache(int capacity, Function<K, P> compile, Consumer<P> forget) {
    this.capacity = capacity;
    this.compile = compile;
    this.forget = forget;
  }

  /** Returns the program for a signature, compiling it if necessary. */
  public P get(K signature) {
    Entry<P> found = programs.get(signature);
    if (found == null) {
      found = compiled(signature);
    }
    long time = clock;
    if (found.usedAt != time) {
      found.usedAt = time;
    }
    return found.program;
  }

  private Entry<P> compiled(K signature) {
    compiling.lock();
    try {
      Entry<P> found = programs.get(signature);
      if (found == null) {
        found = new Entry<>(compile.apply(signature), clock + 1);
        programs.put(signature, found);
        clock++;
        while (programs.size() > capacity) {
          forgetOldest();
        }
      }
      return found;
    } finally {
      compiling.unlock();
    }
  }

  private void forgetOldest() {
    programs.entrySet().stream()
        .min(Comparator.comparingLong(e -> e.getValue().usedAt))
        .map(Map.Entry::getKey)
        .map(programs::remove)
        .ifPresent(e -> forget.accept(e.program));
  }

  public void clear() {
    compiling.lock();
    try {
      programs.values().forEach(e -> forget.accept(e.program));
      programs.clear();
    } finally {
      compiling.unlock();
    }
  }

  /** Returns the number of cached programs. */
  public int size() {
    return programs.size();
  }
}
