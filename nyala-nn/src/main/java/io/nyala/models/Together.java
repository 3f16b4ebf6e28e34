// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.models.feeding.Conditions;
import io.nyala.models.feeding.Feed;
import io.nyala.models.sharing.Packed;
import io.nyala.models.sharing.SharedCheckpointer;
import io.nyala.models.training.Checkpointer;
import io.nyala.peers.Peers;
import io.nyala.peers.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** What the processes of a distributed training agree on outside its steps. */
final class Together {
  private static final String BATCH_HOOKS = "batch hooks";

  private final Peers peers;
  private final Model model;
  private final Trainer trainer;
  private final boolean batchHooks;
  private boolean decidesAfterSteps;

  /**
   * Prepares a training.
   *
   * @param batchHooks whether a callback of this process has hooks for single steps
   */
  Together(Peers peers, Model model, Trainer trainer, boolean batchHooks) {
    this.peers = peers;
    this.model = model;
    this.trainer = trainer;
    this.batchHooks = batchHooks;
  }

  /** A callback in place of one that only runs in the first process. */
  private static final class Elsewhere extends Callback {
    private final boolean last;

    Elsewhere(boolean last) {
      this.last = last;
    }

    @Override
    protected boolean runsLast() {
      return last;
    }

    @Override
    protected boolean onlyOnFirstWorker() {
      return true;
    }
  }

  /** Returns the callbacks that run in this process. */
  static List<Callback> callbacks(Peers peers, List<Callback> all) {
    if (peers == null || peers.rank() == 0) {
      return all;
    }
    List<Callback> here = new ArrayList<>();
    all.forEach(c -> here.add(c.onlyOnFirstWorker() ? new Elsewhere(c.runsLast()) : c));
    return here;
  }

  /** Returns a checkpointer that works in the first process only; null for none. */
  static Checkpointer checkpoints(Peers peers, Checkpointer own) {
    return own == null || peers == null ? own : new SharedCheckpointer(peers, own);
  }

  /**
   * Compares what all processes are about to do.
   *
   * @param validation may be null
   * @throws IllegalArgumentException in all processes, if one of them differs from the first
   */
  void agree(Feed feed, Feed validation, FitOptions options) {
    Map<String, String> mine =
        Conditions.of(model.layers(), trainer.objective(), trainer.parameters().optimizer());
    mine.put("seed", String.valueOf(model.seed()));
    mine.put("shards", String.valueOf(model.distribution().shards()));
    mine.put("epochs", options.initialEpoch() + " to " + options.epochs());
    mine.put("steps so far", String.valueOf(trainer.parameters().optimizer().iterations()));
    mine.put("position in the data", model.core().position().toString());
    mine.put("callbacks", String.valueOf(options.callbacks().size()));
    mine.put("checkpoints", options.checkpoints() == null ? "no" : "yes");
    mine.put("weights", checksum());
    feed.marks(-1).forEach((name, text) -> mine.put("data " + name, text));
    if (validation != null) {
      validation.marks(-1).forEach((name, text) -> mine.put("validation " + name, text));
    }
    Map<String, String> told = new LinkedHashMap<>(mine);
    told.put(BATCH_HOOKS, String.valueOf(batchHooks));
    List<byte[]> all = peers.gather(Topic.AGREEMENT, Packed.of(told));
    Map<?, ?> first = null;
    for (int w = 0; w < all.size(); w++) {
      Map<?, ?> its = (Map<?, ?>) Packed.read(all.get(w));
      decidesAfterSteps |= "true".equals(its.remove(BATCH_HOOKS));
      first = w == 0 ? its : first;
      String differences = Conditions.differences(texts(first), texts(its), Double.NaN);
      if (!differences.isEmpty()) {
        throw new IllegalArgumentException(
            ("%s: worker %d differs from worker 0, which has %s; start all workers with the same "
                    + "program, arguments and data")
                .formatted(model, w, differences));
      }
    }
  }

  private static Map<String, String> texts(Map<?, ?> from) {
    Map<String, String> texts = new LinkedHashMap<>();
    from.forEach((name, text) -> texts.put((String) name, (String) text));
    return texts;
  }

  private String checksum() {
    CRC32C crc = new CRC32C();
    model.weights().forEach(w -> Packed.update(crc, w.variable()));
    return "with checksum %08x".formatted(crc.getValue());
  }

  /** Returns whether the processes decide after each step, not only after epochs. */
  boolean decidesAfterSteps() {
    return decidesAfterSteps;
  }

  /** Returns whether any process wants to stop. */
  boolean any(boolean here) {
    int sum = 0;
    for (int there : peers.gather(Topic.DECISION, here ? 1 : 0)) {
      sum += there;
    }
    return sum > 0;
  }
}
