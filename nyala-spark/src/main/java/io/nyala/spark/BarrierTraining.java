// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Trains in barrier stages: if a worker is lost, with a new stage, which continues from the last
 * checkpoint with as many workers as there is room for. Spark itself does not repeat a barrier
 * stage that returns results.
 */
final class BarrierTraining {
  private static final System.Logger LOG = System.getLogger(BarrierTraining.class.getPackageName());
  private static final int SECRET = 32;
  private static final long MILLIS_BETWEEN_LOOKS = 200;

  /** Two trainings at a time could each wait for the slots of the other. */
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private final SparkContext spark;
  private final TrainingPlan plan;
  private final Consumer<String> progress;

  BarrierTraining(SparkContext spark, TrainingPlan plan, Consumer<String> progress) {
    this.spark = spark;
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Trains.
   *
   * @param wanted the number of workers
   * @param restarts how often to start again after the loss of a worker
   * @param patience how many seconds to wait for lost slots to come back before going on with those
   *     that are left
   * @return the outcome of the first worker
   * @throws NyalaSparkException if it is impossible
   */
  Outcome run(int wanted, int restarts, int patience) {
    ONE_AT_A_TIME.lock();
    try (DriverLink link = DriverLink.open(spark)) {
      Ticket ticket =
          link.ticket(
              message -> {
                progress.accept(new String(message, StandardCharsets.UTF_8));
                return new byte[0];
              });
      int present = wanted;
      for (int attempt = 0; ; attempt++) {
        Attempt made = attempt(present, ticket);
        String lost = made.lost();
        if (lost == null) {
          return made.first();
        }
        if (attempt == restarts) {
          throw new NyalaSparkException(
              "the training was given up after %d restarts (maxRestarts); the last time, %s"
                  .formatted(restarts, lost));
        }
        present = Math.min(wanted, awaitSlots(wanted, patience));
        String again =
            "%s; going on from the last checkpoint with %d workers".formatted(lost, present);
        LOG.log(Level.WARNING, again);
        progress.accept(again);
      }
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }

  /**
   * How a stage has ended.
   *
   * @param first the outcome of the first worker, if the training is complete
   * @param lost why a worker was lost, or null if the training is complete
   */
  private record Attempt(Outcome first, String lost) {}

  private Attempt attempt(int workers, Ticket ticket) {
    byte[] secret = new byte[SECRET];
    new SecureRandom().nextBytes(secret);
    ClassTag<Object> any = ClassTag$.MODULE$.Object();
    JavaRDD<Object> tasks =
        JavaRDD.fromRDD(
            JavaSparkContext.fromSparkContext(spark)
                .parallelize(IntStream.range(0, workers).<Object>mapToObj(i -> i).toList(), workers)
                .rdd()
                .barrier()
                .mapPartitions(new TrainingTask(plan, secret, ticket), false, any),
            any);
    JavaFutureAction<List<Object>> running = tasks.collectAsync();
    try {
      return judged(running.get().stream().map(each -> Outcome.from((byte[]) each)).toList());
    } catch (InterruptedException e) {
      running.cancel(true);
      Thread.currentThread().interrupt();
      throw new NyalaSparkException("interrupted while training", e);
    } catch (ExecutionException e) {
      String reason = SparkReasons.of(e.getCause());
      String refusal = SparkReasons.refusal(e.getCause());
      if (refusal != null) {
        throw new NyalaSparkException(refusal, e.getCause());
      }
      return new Attempt(null, "a worker was lost: " + reason);
    }
  }

  private static Attempt judged(List<Outcome> outcomes) {
    for (Outcome.End bad : List.of(Outcome.End.REFUSED, Outcome.End.FAILED)) {
      for (int rank = 0; rank < outcomes.size(); rank++) {
        if (outcomes.get(rank).end() == bad) {
          throw new NyalaSparkException(
              bad == Outcome.End.REFUSED
                  ? outcomes.get(rank).message()
                  : "worker %d of %d cannot train: %s"
                      .formatted(rank, outcomes.size(), outcomes.get(rank).message()));
        }
      }
    }
    for (Outcome outcome : outcomes) {
      if (outcome.end() == Outcome.End.ALONE) {
        return new Attempt(null, outcome.message());
      }
    }
    return new Attempt(outcomes.getFirst(), null);
  }

  // Slots

  static void refuseDynamicAllocation(SparkConf conf) {
    if (conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
      throw new NyalaSparkException(
          "all workers of a training must run at the same time, which Spark does not support with "
              + "dynamic allocation; set spark.dynamicAllocation.enabled to false and "
              + "spark.executor.instances to the number of executors");
    }
  }

  /** The number of tasks that can run at the same time; what Spark itself checks. */
  static int slots(SparkContext spark) {
    return spark.maxNumConcurrentTasks(spark.resourceProfileManager().defaultResourceProfile());
  }

  /**
   * Returns the number of workers for a training.
   *
   * @param workers the number that was asked for, or 0 for one in each slot
   * @throws NyalaSparkException if they cannot run at the same time
   */
  static int workers(SparkContext spark, int workers, int shards) {
    refuseDynamicAllocation(spark.conf());
    if (workers > shards) {
      throw new NyalaSparkException(
          "%d workers cannot share %d shards; set shards to a multiple of the number of workers"
              .formatted(workers, shards));
    }
    int slots = slots(spark);
    if (workers > slots || slots == 0) {
      throw new NyalaSparkException(
          ("%s at the same time, but the cluster has room for %d tasks of %s cores "
                  + "(spark.task.cpus); ask for fewer workers or start more executors")
              .formatted(
                  workers > 1 ? workers + " workers must run" : "a worker must run",
                  slots,
                  spark.conf().get("spark.task.cpus", "1")));
    }
    return workers == 0 ? Math.min(slots, shards) : workers;
  }

  /** Waits for slots; without any, as long as for a worker. */
  private int awaitSlots(int wanted, int patience) {
    long start = System.nanoTime();
    while (true) {
      int slots = slots(spark);
      long seconds = (System.nanoTime() - start) / 1_000_000_000;
      if (slots >= wanted || slots > 0 && seconds >= patience) {
        return slots;
      }
      if (seconds >= plan.seconds()) {
        throw new NyalaSparkException(
            "no executor is left to go on with, since %d s".formatted(seconds));
      }
      try {
        Thread.sleep(MILLIS_BETWEEN_LOOKS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new NyalaSparkException("interrupted while waiting for executors", e);
      }
    }
  }
}
