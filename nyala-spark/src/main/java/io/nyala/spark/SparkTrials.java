// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import io.nyala.kernel.WorkerPool;
import io.nyala.settings.Arguments;
import io.nyala.tune.StudyException;
import io.nyala.tune.TrialOrder;
import io.nyala.tune.TrialRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;

/**
 * Trains the trials of a study in tasks of Spark, one in each task:
 *
 * <pre>{@code
 * try (SparkTrials trials = SparkTrials.on(spark)) {
 *   Study.in(folder)
 *       .objective("val_loss")
 *       .schedule(Asha.of(100, 1, 27, 3))
 *       .window(8)
 *       .workers(8) // tasks at a time
 *       .runner(trials)
 *       .run(hp -> network(hp), (model, trial) -> model.fit(rows(), trial.fit()));
 * }
 * }</pre>
 *
 * <p>The study, with its journal, stays in the driver: it proposes values, and receives reports of
 * the tasks over a port ({@code spark.nyala.port}, any by default) to prune trials. It finds the
 * same as in one process. A task that is lost is run again, as often as {@code
 * spark.task.maxFailures} allows; then its trial has failed. Each task uses {@code spark.task.cpus}
 * threads.
 *
 * <p>If trials pause and continue, as with {@code Hyperband}, the folder of the study must be on
 * storage that driver and executors share.
 */
public final class SparkTrials implements TrialRunner, AutoCloseable {
  private final SparkSession session;
  private final SparkContext spark;
  private final DriverLink link;
  private final Host driver;

  SparkTrials(SparkSession session, Host driver) {
    this.driver = driver;
    this.session = session;
    this.spark = session.sparkContext();
    this.link = DriverLink.open(spark);
  }

  /**
   * Returns what runs trials on a cluster.
   *
   * @throws NyalaSparkException if its executors cannot run Nyala
   */
  public static SparkTrials on(SparkSession session) {
    ExecutorJava.require(Arguments.given("session", session));
    return new SparkTrials(session, Host.here());
  }

  @Override
  public byte[] run(TrialOrder order, UnaryOperator<byte[]> answers) throws InterruptedException {
    Ticket ticket = link.ticket(Arguments.given("answers", answers));
    Task task = new Task(Arguments.given("order", order), ticket, driver);
    requireSerializable(task);
    JavaFutureAction<List<byte[]>> running =
        JavaSparkContext.fromSparkContext(spark)
            .parallelize(List.of(order.trial()), 1)
            .map(task)
            .collectAsync();
    try {
      return running.get().getFirst();
    } catch (InterruptedException e) {
      running.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      String refusal = SparkReasons.refusal(e.getCause());
      if (refusal != null) {
        throw new StudyException(refusal, e.getCause());
      }
      throw new NyalaSparkException(
          "the task of trial %d was lost: %s"
              .formatted(order.trial(), SparkReasons.of(e.getCause())),
          e.getCause());
    } finally {
      link.end(ticket);
    }
  }

  /** Spark says the same in a hundred lines, and tries each trial before. */
  private static void requireSerializable(Task task) {
    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      out.writeObject(task);
    } catch (NotSerializableException e) {
      throw new StudyException(
          ("the functions of the search use an object of %s, which cannot be sent to executors; "
                  + "create or read it inside the functions")
              .formatted(e.getMessage()),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("unexpected: it is written to memory", e);
    }
  }

  /** One training in an executor. */
  private record Task(TrialOrder order, Ticket ticket, Host driver)
      implements Function<Integer, byte[]> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] call(Integer trial) throws IOException {
      driver.requireSame(Host.here());
      try (Ticket.Line line = ticket.connect();
          WorkerPool cores = WorkerPool.of(TaskContext.get().cpus())) {
        return WorkerPool.using(
            cores,
            () ->
                order.run(
                    message -> {
                      try {
                        return line.ask(message);
                      } catch (IOException e) {
                        throw new UncheckedIOException(
                            "the driver cannot be reached any more: " + e.getMessage(), e);
                      }
                    }));
      }
    }
  }

  /** Stops listening for reports. The session stays open. */
  @Override
  public void close() {
    link.close();
  }

  @Override
  public String toString() {
    return "trials on Spark application " + session.sparkContext().applicationId();
  }
}
