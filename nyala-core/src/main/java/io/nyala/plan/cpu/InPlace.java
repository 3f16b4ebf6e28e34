// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lets an instruction overwrite an operand that is no longer needed with its result. */
final class InPlace {
  private InPlace() {}

  static void apply(List<Instruction> program, List<Buffer> kept) {
    Map<Buffer, Integer> last = new IdentityHashMap<>();
    Map<Buffer, Integer> first = new IdentityHashMap<>();
    for (int i = 0; i < program.size(); i++) {
      for (Ref r : program.get(i).reads()) {
        last.put(r.buffer, i);
        first.putIfAbsent(r.buffer, i);
      }
      for (Ref r : program.get(i).writes()) {
        last.put(r.buffer, i);
        first.putIfAbsent(r.buffer, i);
      }
    }
    Set<Buffer> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    taken.addAll(kept);
    for (int i = 0; i < program.size(); i++) {
      for (Instruction.Overwrite o : program.get(i).overwrites()) {
        Buffer x = o.operand().buffer;
        Buffer y = o.result().buffer;
        if (x.inArena()
            && y.inArena()
            && last.get(x) == i
            && first.get(y) == i
            && x.size == y.size
            && !taken.contains(x)
            && taken.add(y.root())) {
          taken.add(x);
          y.share(x);
        }
      }
    }
  }
}
