// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.sharing;

import io.nyala.models.training.Checkpointer;
import io.nyala.models.training.Progress;
import io.nyala.peers.Peers;
import io.nyala.peers.Topic;
import io.nyala.variables.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The checkpoints of several processes that train together: the first one reads and writes them,
 * and sends what it has read to the others, which need not see its files.
 */
public final class SharedCheckpointer implements Checkpointer {
  private final Peers peers;
  private final Checkpointer own;

  public SharedCheckpointer(Peers peers, Checkpointer own) {
    this.peers = peers;
    this.own = own;
  }

  private boolean isFirst() {
    return peers.rank() == 0;
  }

  @Override
  public Progress restore(List<Variable> variables, Consumer<Progress> check) {
    Progress found = isFirst() ? own.restore(variables, check) : null;
    byte[] packed = found == null ? new byte[0] : Packed.of(found);
    byte[] first = peers.gather(Topic.CHECKPOINT, packed).getFirst();
    if (first.length == 0) {
      return null;
    }
    if (!isFirst()) {
      found = Packed.readProgress(first);
      check.accept(found);
    }
    for (Variable v : variables) {
      float[] data = isFirst() ? v.data() : v.overwrite();
      int[] bounds = new int[peers.count() + 1];
      Arrays.fill(bounds, v.offset() + v.size());
      bounds[0] = v.offset();
      peers.gather(Topic.CHECKPOINT, data, bounds);
    }
    return found;
  }

  @Override
  public boolean isDue(long steps, boolean epochEnds) {
    // It may depend on the time, so one process decides.
    boolean here = isFirst() && own.isDue(steps, epochEnds);
    return peers.gather(Topic.DECISION, here ? 1 : 0)[0] == 1;
  }

  @Override
  public void save(Progress progress, List<Variable> variables) {
    if (isFirst()) {
      own.save(progress, variables);
    }
  }

  @Override
  public boolean inParts() {
    return own.inParts();
  }

  @Override
  public void end() {
    own.end();
  }
}
