// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import static io.nyala.models.FitOptions.fit;

import io.nyala.callbacks.EarlyStopping;
import io.nyala.cluster.ClusterException;
import io.nyala.cluster.ClusterSettings;
import io.nyala.cluster.ClusterWorker;
import io.nyala.data.streams.NpyBatches;
import io.nyala.files.FolderInUseException;
import io.nyala.files.FolderLock;
import io.nyala.io.checkpoint.Checkpoints;
import io.nyala.io.tensorboard.TensorBoard;
import io.nyala.kernel.WorkerPool;
import io.nyala.models.FitOptions;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.ModelConfigs;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;
import scala.collection.Iterator;
import scala.collection.Iterator$;
import scala.runtime.AbstractFunction1;

/** One worker of a training: a task of a barrier stage. */
final class TrainingTask extends AbstractFunction1<Iterator<Object>, Iterator<Object>>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Stands before the reason for which a worker does not take part, where an address may stand. */
  private static final String REFUSAL = "!";

  private static final long MILLIS_BETWEEN_LOOKS = 200;

  private final TrainingPlan plan;
  private final byte[] secret;
  private final Ticket progress;

  TrainingTask(TrainingPlan plan, byte[] secret, Ticket progress) {
    this.plan = plan;
    this.secret = secret;
    this.progress = progress;
  }

  @Override
  public Iterator<Object> apply(Iterator<Object> numbers) {
    return Iterator$.MODULE$.single(outcome().bytes());
  }

  private Outcome outcome() {
    try {
      return take(BarrierTaskContext.get());
    } catch (ClusterException e) {
      return Outcome.of(Outcome.End.ALONE, e.getMessage());
    } catch (NyalaSparkException e) {
      return Outcome.of(Outcome.End.REFUSED, e.getMessage());
    } catch (Exception | OutOfMemoryError | StackOverflowError e) {
      return Outcome.of(Outcome.End.FAILED, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private Outcome take(BarrierTaskContext task) throws IOException {
    int rank = task.partitionId();
    String host = task.getTaskInfos()[rank].address().replaceAll(":\\d+$", "");
    String problem = problem();
    try (ServerSocketChannel first = rank == 0 && problem == null ? listen(host) : null) {
      // A second, by Spark's construction. It also tells all workers if one cannot take part.
      String[] told =
          task.allGather(
              problem != null
                  ? REFUSAL + problem
                  : first == null
                      ? ""
                      : host + ":" + ((InetSocketAddress) first.getLocalAddress()).getPort());
      for (String each : told) {
        if (each.startsWith(REFUSAL)) {
          return Outcome.of(Outcome.End.REFUSED, each.substring(REFUSAL.length()));
        }
      }
      Duration patience = Duration.ofSeconds(plan.seconds());
      ClusterSettings settings =
          ClusterSettings.of(rank, told.length)
              .rendezvous(told[0])
              .host(host)
              .secret(secret)
              .timeout(patience)
              .joinTimeout(patience);
      if (plan.keyStore() != null) {
        String password = SparkEnv.get().conf().get(TrainingParams.KEY_STORE_PASSWORD, "");
        settings.tls(keyStore(), password.toCharArray());
      }
      if (first != null) {
        settings.listenOn(first);
      }
      try (WorkerPool cores = WorkerPool.of(task.cpus());
          ClusterWorker worker = ClusterWorker.join(settings)) {
        return WorkerPool.using(cores, () -> train(worker));
      }
    }
  }

  /** Returns why this executor cannot take part, or null. */
  private String problem() {
    try {
      plan.driver().requireSame(Host.here());
      return plan.keyStore() == null || Files.isReadable(keyStore())
          ? null
          : "%s cannot read the key store %s; put it there on all machines, or pass it with --files and give its name"
              .formatted(Host.here(), keyStore());
    } catch (NyalaSparkException e) {
      return e.getMessage();
    }
  }

  private Path keyStore() {
    Path path = Path.of(plan.keyStore());
    return path.isAbsolute() ? path : Path.of(SparkFiles.get(plan.keyStore()));
  }

  private static ServerSocketChannel listen(String host) throws IOException {
    ServerSocketChannel socket = ServerSocketChannel.open();
    try {
      return socket.bind(new InetSocketAddress(host, 0));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private Outcome train(ClusterWorker worker) throws IOException {
    Model model = plan.network().build();
    model.distribute(worker.distribution(plan.shards()));
    NpyBatches rows = plan.files().open(TrainingFiles.Use.TRAINING, plan.batch());
    Path checkpoints = Path.of(plan.checkpoints());
    FitOptions options = fit().epochs(plan.epochs());
    if (plan.files().rows(TrainingFiles.Use.VALIDATION) > 0) {
      options.validation(plan.files().open(TrainingFiles.Use.VALIDATION, plan.batch()));
    } else if (plan.validationSplit() > 0) {
      // As fit does with tensors.
      int at = (int) Math.floor(rows.rows() * (1 - plan.validationSplit()));
      options.validation(rows.range(at, rows.rows()));
      rows = rows.range(0, at);
    }
    Checkpoints saved = Checkpoints.in(checkpoints).parts();
    options.checkpoints(plan.everySteps() > 0 ? saved.everySteps(plan.everySteps()) : saved);
    if (plan.logs() != null) {
      options.callbacks(TensorBoard.tensorBoard(Path.of(plan.logs())));
    }
    EarlyStopping stopping = plan.stopping() == null ? null : plan.stopping().callback();
    if (stopping != null) {
      options.callbacks(stopping);
    }
    if (worker.isFirst()) {
      awaitPredecessor(checkpoints);
    }
    try (ProgressLine line = new ProgressLine(worker.isFirst() ? progress : null)) {
      options.callbacks(line);
      History history = model.fit(rows.shuffle(model.seed()), options);
      if (!worker.isFirst()) {
        return Outcome.of(Outcome.End.DONE, "");
      }
      // Without the state of the optimizer, which predictions do not need.
      Model trained = ModelConfigs.fromConfig(model.toConfig());
      trained.setWeights(model.getWeights());
      boolean best = stopping != null && stopping.bestEpoch() >= 0;
      int chosen = best ? stopping.bestEpoch() : history.epochs().getLast();
      return new Outcome(
          Outcome.End.DONE,
          "",
          ModelFile.of(trained).bytes(),
          new TrainingSummary(history.values(), chosen));
    }
  }

  /** Waits until a worker of an attempt that was given up has let go of the checkpoints. */
  private void awaitPredecessor(Path checkpoints) throws IOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(plan.seconds()).toNanos();
    while (true) {
      try (FolderLock free = FolderLock.of(checkpoints)) {
        assert free != null;
        return;
      } catch (FolderInUseException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
      }
      try {
        Thread.sleep(MILLIS_BETWEEN_LOOKS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while waiting for the checkpoints", e);
      }
    }
  }
}
