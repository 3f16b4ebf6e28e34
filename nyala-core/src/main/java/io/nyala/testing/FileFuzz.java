// SPDX-License-Identifier: Apache-2.0
package io.nyala.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * Damages a file in many ways and checks how it is read: it must be read, or rejected with an
 * exception that the reader documents, within a minute and within the memory.
 *
 * <p>The system property {@code nyala.fuzz.runs} sets the number of damaged files (default 200; a
 * count, so that every run tries the same files), {@code nyala.fuzz.minutes} sets a duration
 * instead, and {@code nyala.fuzz.seed} (default 0) selects other damaged files.
 */
public final class FileFuzz {
  private static final int RUNS = Integer.getInteger("nyala.fuzz.runs", 200);
  private static final double MINUTES =
      Double.parseDouble(System.getProperty("nyala.fuzz.minutes", "0"));
  private static final long SEED = Long.getLong("nyala.fuzz.seed", 0);
  private static final int MOST_SECONDS = 60;

  /** Bytes with a special meaning in some formats. */
  private static final byte[] FILLS = {(byte) 0xff, 0, '0'};

  private FileFuzz() {}

  /** Reads a file. */
  @FunctionalInterface
  public interface Reader {
    /** Reads a file, which may be damaged. */
    void read(Path file) throws Exception;
  }

  /**
   * The result of a run.
   *
   * @param files the number of damaged files tried
   * @param refused the number of files that the reader rejected
   * @param minutes the duration in minutes
   */
  public record Outcome(int files, int refused, double minutes) {
    @Override
    public String toString() {
      return "%,d files, %,d refused, %.1f minutes".formatted(files, refused, minutes);
    }
  }

  /**
   * Reads a valid file, then damaged versions of it.
   *
   * @param file the file, which is overwritten; the damaged versions start from its content
   * @param documented accepts the exceptions with which a damaged file may be rejected
   * @throws AssertionError if the valid file is rejected, or a damaged one is rejected with another
   *     exception or takes too long; the message says where that file is kept
   */
  public static Outcome run(Path file, long seed, Predicate<Throwable> documented, Reader reader)
      throws IOException {
    byte[] sound = Files.readAllBytes(file);
    Throwable fault = read(reader, file);
    if (fault != null) {
      throw new AssertionError(file + ": the sound file is refused", fault);
    }
    Random random = new Random(seed ^ SEED << Integer.SIZE);
    long began = System.nanoTime();
    long most = (long) (MINUTES * 60e9);
    int refused = 0;
    int runs = 0;
    for (; most > 0 ? System.nanoTime() - began < most : runs < RUNS; runs++) {
      byte[] bytes = damaged(sound, random);
      Files.write(file, bytes);
      fault = read(reader, file);
      if (fault != null && !documented.test(fault)) {
        Path kept = Files.createTempFile("fuzz", String.valueOf(file.getFileName()));
        Files.write(kept, bytes);
        throw new AssertionError("after %,d files; kept as %s".formatted(runs, kept), fault);
      }
      refused += fault == null ? 0 : 1;
    }
    return new Outcome(runs, refused, (System.nanoTime() - began) / 60e9);
  }

  /** Reads in a separate thread, so that hangs are detected; returns the exception thrown. */
  private static Throwable read(Reader reader, Path file) {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              reader.read(file);
              return null;
            });
    Thread thread = Thread.ofPlatform().daemon().name("reader").start(task);
    // Second by second: a process that was suspended for a while has not hung.
    for (int second = 0; second < MOST_SECONDS; second++) {
      try {
        task.get(1, TimeUnit.SECONDS);
        return null;
      } catch (TimeoutException e) {
        continue;
      } catch (ExecutionException e) {
        return e.getCause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return e;
      }
    }
    AssertionError hangs = new AssertionError("not read within " + MOST_SECONDS + " s");
    hangs.setStackTrace(thread.getStackTrace());
    return hangs;
  }

  /** Returns a truncated file, or one with changed bits, bytes or runs of bytes. */
  private static byte[] damaged(byte[] sound, Random random) {
    byte[] bytes = sound.clone();
    if (random.nextInt(10) == 0) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      // Structure is mostly at the beginning of files, and at the end of archives.
      int at = random.nextInt(bytes.length);
      at = random.nextBoolean() ? at : random.nextBoolean() ? at / 8 : bytes.length - 1 - at / 8;
      byte fill = FILLS[random.nextInt(FILLS.length)];
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes[at] = fill;
        default -> {
          int count = Math.min(1 + random.nextInt(16), bytes.length - at);
          Arrays.fill(bytes, at, at + count, fill);
        }
      }
    }
    return bytes;
  }
}
