// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** {@link MemoryPlanner} and {@link InPlace} on programs of instructions that only claim to run. */
class MemoryPlannerTest {
  private static Buffer buffer(int size) {
    return new Buffer(Buffer.ARENA, size);
  }

  private static List<Ref> refs(Buffer... buffers) {
    List<Ref> refs = new ArrayList<>();
    for (Buffer b : buffers) {
      refs.add(new Ref(b));
    }
    return refs;
  }

  private static Instruction step(List<Ref> reads, List<Ref> writes) {
    return new RowInstruction(1, 1, reads, writes, (m, from, to) -> {});
  }

  /** An instruction that may write its result over its first operand. */
  private static Instruction over(Buffer operand, Buffer result) {
    Ref x = new Ref(operand);
    Ref y = new Ref(result);
    return new RowInstruction(
        1, 1, List.of(x), List.of(y), List.of(new Instruction.Overwrite(x, y)), (m, a, b) -> {});
  }

  // Places

  @Test
  void buffers_of_other_times_share_a_place() {
    Buffer a = buffer(100);
    Buffer b = buffer(50);
    Buffer c = buffer(100);
    List<Instruction> program =
        List.of(step(refs(), refs(a)), step(refs(a), refs(b)), step(refs(b), refs(c)));
    // 100 and 50 floats take 112 and 64 in whole cache lines.
    assertThat(MemoryPlanner.place(program, List.of(c), true)).isEqualTo(112 + 64);
    assertThat(c.offset).isEqualTo(a.offset);
    assertThat(MemoryPlanner.place(program, List.of(c), false)).isEqualTo(112 + 64 + 112);
  }

  @Test
  void what_is_kept_is_never_written_over() {
    Buffer a = buffer(16);
    Buffer b = buffer(16);
    List<Instruction> program = List.of(step(refs(), refs(a)), step(refs(), refs(b)));
    assertThat(MemoryPlanner.place(program, List.of(a, b), true)).isEqualTo(32);
    assertThat(a.offset).isNotEqualTo(b.offset);
  }

  @Test
  void memory_that_is_not_of_the_arena_has_no_place() {
    Buffer input = new Buffer(3, 1000);
    Buffer y = buffer(1);
    assertThat(MemoryPlanner.place(List.of(step(refs(input), refs(y))), List.of(y), true))
        .isEqualTo(16);
  }

  @Test
  void no_arena_is_larger_than_an_array() {
    Buffer a = buffer(1 << 30);
    Buffer b = buffer(1 << 30);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MemoryPlanner.place(List.of(step(refs(a), refs(b))), List.of(b), true))
        .withMessageContaining("smaller batches");
  }

  @Test
  void what_lives_at_one_time_never_overlaps() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 200; round++) {
      List<Buffer> buffers = new ArrayList<>();
      List<Instruction> program = new ArrayList<>();
      List<int[]> lives = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        buffers.add(buffer(random.nextInt(0, 200)));
        lives.add(new int[] {i, i});
        List<Ref> reads = new ArrayList<>();
        for (int r = 0; r < 2 && i > 0; r++) {
          int which = random.nextInt(Math.max(0, i - 6), i);
          reads.add(new Ref(buffers.get(which)));
          lives.get(which)[1] = i;
        }
        program.add(step(reads, refs(buffers.get(i))));
      }
      int arena = MemoryPlanner.place(program, List.of(buffers.get(29)), true);
      int all = 0;
      for (int i = 0; i < 30; i++) {
        Buffer a = buffers.get(i);
        all += (a.size + 15) / 16 * 16;
        assertThat(a.offset % 16).isZero();
        assertThat(a.offset + a.size).isLessThanOrEqualTo(arena);
        for (int k = 0; k < i; k++) {
          Buffer b = buffers.get(k);
          boolean together = lives.get(k)[1] >= i;
          boolean apart = a.offset + a.size <= b.offset || b.offset + b.size <= a.offset;
          assertThat(!together || apart).as("buffers %d and %d", k, i).isTrue();
        }
      }
      assertThat(arena).isLessThan(all);
    }
  }

  // In place

  private static boolean shared(List<Buffer> kept, Buffer x, Buffer y, Instruction... program) {
    InPlace.apply(List.of(program), kept);
    return y.root() == x.root();
  }

  @Test
  void a_result_takes_the_memory_of_an_operand_that_nobody_needs_any_more() {
    Buffer x = buffer(8);
    Buffer y = buffer(8);
    Instruction[] program = {step(refs(), refs(x)), over(x, y), step(refs(y), refs())};
    assertThat(shared(List.of(), x, y, program)).isTrue();
    assertThat(MemoryPlanner.place(List.of(program), List.of(), true)).isEqualTo(16);
    assertThat(x.firstUse).isZero();
    assertThat(x.lastUse).isEqualTo(2);
  }

  @Test
  void not_while_the_operand_is_needed() {
    Buffer x = buffer(8);
    Buffer y = buffer(8);
    assertThat(shared(List.of(), x, y, step(refs(), refs(x)), over(x, y), step(refs(x), refs())))
        .isFalse();
  }

  @Test
  void not_what_is_a_result_of_the_program() {
    Buffer x = buffer(8);
    Buffer y = buffer(8);
    assertThat(shared(List.of(x), x, y, step(refs(), refs(x)), over(x, y))).isFalse();
    assertThat(shared(List.of(y), x, y, step(refs(), refs(x)), over(x, y))).isFalse();
  }

  @Test
  void not_what_was_written_before() {
    Buffer x = buffer(8);
    Buffer y = buffer(8);
    assertThat(shared(List.of(), x, y, step(refs(), refs(x, y)), over(x, y))).isFalse();
  }

  @Test
  void not_memory_of_another_size_or_from_elsewhere() {
    Buffer x = buffer(9);
    Buffer y = buffer(8);
    assertThat(shared(List.of(), x, y, step(refs(), refs(x)), over(x, y))).isFalse();
    Buffer input = new Buffer(2, 8);
    assertThat(shared(List.of(), input, y, over(input, y))).isFalse();
  }

  @Test
  void chains_stay_in_one_place() {
    Buffer x = buffer(8);
    Buffer y = buffer(8);
    Buffer z = buffer(8);
    List<Instruction> program = List.of(step(refs(), refs(x)), over(x, y), over(y, z));
    InPlace.apply(program, List.of(z));
    // The first result has its memory from x; it may not be given away a second time.
    assertThat(y.root()).isSameAs(x);
    MemoryPlanner.place(program, List.of(z), true);
    assertThat(z.root() == x || z.offset != x.offset).isTrue();
  }
}
