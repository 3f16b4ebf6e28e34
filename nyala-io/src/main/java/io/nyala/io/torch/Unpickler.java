// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.torch;

import io.nyala.io.files.FormatException;
import io.nyala.limits.Limits;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads Python's pickles of protocol 2 to 5 with a closed list of operations: those that make plain
 * values, and calls of the few functions of {@link TorchObjects}, which Java computes. Nothing that
 * a file names is looked up anywhere else.
 *
 * <p>Whole numbers become {@link Long} (or {@link BigInteger}), floats {@link Double}, lists {@link
 * ArrayList}, dictionaries {@link LinkedHashMap}, tuples {@link Tuple}.
 */
final class Unpickler {
  /** The largest number of bytes of a name, and of a whole number. */
  private static final int LONGEST = 1000;

  /** The memory of an object, roughly, and of its place on the stack or in the memo. */
  private static final int OBJECT = 64;

  private final ByteBuffer in;
  private final TorchObjects objects;
  private final String what;
  private final Limits limits = Limits.inForce();
  private final List<Object> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Long, Object> memo = new HashMap<>();
  private long memory;

  /**
   * Prepares to read.
   *
   * @param in from the first byte of the pickle; its position is after the last one at the end
   * @param what the name of the pickle in messages
   */
  Unpickler(ByteBuffer in, TorchObjects objects, String what) {
    this.in = in.order(ByteOrder.LITTLE_ENDIAN);
    this.objects = objects;
    this.what = what;
  }

  /**
   * Reads one pickle.
   *
   * @throws FormatException if it is damaged, or has an operation or a class outside the list
   * @throws io.nyala.limits.LimitException if its objects do not fit into memory
   */
  Object read() throws IOException {
    try {
      while (true) {
        int operation = Byte.toUnsignedInt(in.get());
        if (operation == '.') {
          Object result = pop();
          if (!stack.isEmpty() || !marks.isEmpty()) {
            throw damaged("it ends before its last object is complete");
          }
          return result;
        }
        run(operation);
      }
    } catch (BufferUnderflowException e) {
      throw new FormatException(what + ": the pickle is truncated", e);
    }
  }

  private void run(int operation) throws IOException {
    switch (operation) {
      case 0x80 -> protocol(in.get());
      case 0x95 -> length(in.getLong());
      case '(' -> mark();
      case 'N' -> push(null);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'J' -> push((long) in.getInt());
      case 'K' -> push((long) Byte.toUnsignedInt(in.get()));
      case 'M' -> push((long) Short.toUnsignedInt(in.getShort()));
      case 0x8a -> push(whole(Byte.toUnsignedInt(in.get())));
      case 0x8b -> push(whole(in.getInt()));
      case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
      case 'X' -> push(text(Integer.toUnsignedLong(in.getInt())));
      case 0x8c, 'U' -> push(text(Byte.toUnsignedLong(in.get())));
      case 'T' -> push(text(in.getInt()));
      case 0x8d -> push(text(in.getLong()));
      case ')' -> push(new Tuple(List.of()));
      case 0x85 -> push(tuple(stack.size() - 1));
      case 0x86 -> push(tuple(stack.size() - 2));
      case 0x87 -> push(tuple(stack.size() - 3));
      case 't' -> push(tuple(toMark()));
      case ']' -> push(new ArrayList<>());
      case 'a' -> append(stack.size() - 1);
      case 'e' -> append(toMark());
      case '}' -> push(new LinkedHashMap<>());
      case 's' -> put(stack.size() - 2);
      case 'u' -> put(toMark());
      case 'q' -> remember(Byte.toUnsignedLong(in.get()));
      case 'r' -> remember(Integer.toUnsignedLong(in.getInt()));
      case 0x94 -> remember(memo.size());
      case 'h' -> recall(Byte.toUnsignedLong(in.get()));
      case 'j' -> recall(Integer.toUnsignedLong(in.getInt()));
      case 'c' -> push(objects.global(line(), line()));
      case 0x93 -> stackGlobal();
      case 'R' -> reduce();
      case 'b' -> build();
      case 'Q' -> push(objects.persistent(pop()));
      default ->
          throw new FormatException(
              ("%s: the pickle has the operation 0x%02x at byte %d, which no state dictionary needs;"
                      + " nothing in a file is executed")
                  .formatted(what, operation, in.position() - 1));
    }
  }

  private void protocol(int version) throws FormatException {
    if (version < 2 || version > 5) {
      throw new FormatException(
          "%s: pickle of protocol %d; supported are 2 to 5".formatted(what, version));
    }
  }

  // Stack

  private void push(Object value) throws IOException {
    use(OBJECT);
    stack.add(value);
  }

  private void use(long bytes) throws IOException {
    memory += bytes;
    limits.checkMemory(memory, what + ", its pickle");
  }

  private Object pop() throws FormatException {
    checkRoom(stack.size() - 1);
    return stack.removeLast();
  }

  private Object peek() throws FormatException {
    checkRoom(stack.size() - 1);
    return stack.getLast();
  }

  /** Nothing may be taken from below the last mark. */
  private void checkRoom(int from) throws FormatException {
    if (from < (marks.isEmpty() ? 0 : marks.getLast())) {
      throw damaged("an operation needs more values than there are");
    }
  }

  private void mark() throws IOException {
    use(OBJECT);
    marks.add(stack.size());
  }

  private int toMark() throws FormatException {
    if (marks.isEmpty()) {
      throw damaged("an operation has no mark");
    }
    return marks.removeLast();
  }

  private List<Object> take(int from) throws IOException {
    checkRoom(from);
    List<Object> top = stack.subList(from, stack.size());
    List<Object> taken = new ArrayList<>(top);
    top.clear();
    return taken;
  }

  // Values

  private long length(long length) throws FormatException {
    if (length < 0 || length > in.remaining()) {
      throw new FormatException(
          "%s: the pickle is truncated, or declares %d bytes where it has %d"
              .formatted(what, length, in.remaining()));
    }
    return length;
  }

  private byte[] bytes(long length) throws IOException {
    byte[] bytes = new byte[(int) length(length)];
    use(2L * bytes.length);
    in.get(bytes);
    return bytes;
  }

  private String text(long length) throws IOException {
    return new String(bytes(length), StandardCharsets.UTF_8);
  }

  private Object whole(int length) throws IOException {
    if (length < 0 || length > LONGEST) {
      throw damaged("it has a number of " + length + " bytes");
    }
    byte[] bytes = bytes(length);
    byte[] turned = new byte[Math.max(1, length)];
    for (int i = 0; i < length; i++) {
      turned[length - 1 - i] = bytes[i];
    }
    BigInteger number = new BigInteger(turned);
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  private String line() throws FormatException {
    StringBuilder line = new StringBuilder();
    for (char c = next(); c != '\n'; c = next()) {
      if (line.append(c).length() > LONGEST) {
        throw damaged("the name of a class does not end");
      }
    }
    return line.toString();
  }

  private char next() {
    return (char) Byte.toUnsignedInt(in.get());
  }

  private Tuple tuple(int from) throws IOException {
    return new Tuple(take(from));
  }

  private void append(int from) throws IOException {
    List<Object> items = take(from);
    if (!(peek() instanceof ArrayList<?>)) {
      throw damaged("it appends to something that is not a list");
    }
    @SuppressWarnings("unchecked") // all lists are made above
    List<Object> list = (List<Object>) peek();
    use((long) OBJECT * items.size());
    list.addAll(items);
  }

  private void put(int from) throws IOException {
    List<Object> items = take(from);
    if (!(peek() instanceof LinkedHashMap<?, ?>) || items.size() % 2 != 0) {
      throw damaged("it adds to something that is not a dictionary");
    }
    @SuppressWarnings("unchecked") // all maps are made above
    Map<Object, Object> map = (Map<Object, Object>) peek();
    use((long) OBJECT * items.size());
    for (int i = 0; i < items.size(); i += 2) {
      map.put(TorchObjects.key(items.get(i), what), items.get(i + 1));
    }
  }

  private void remember(long number) throws IOException {
    use(2 * OBJECT);
    memo.put(number, peek());
  }

  private void recall(long number) throws IOException {
    if (!memo.containsKey(number)) {
      throw damaged("it refers to object " + number + ", which it does not have");
    }
    push(memo.get(number));
  }

  private void stackGlobal() throws IOException {
    if (!(pop() instanceof String name) || !(pop() instanceof String module)) {
      throw damaged("the name of a class is not a string");
    }
    push(objects.global(module, name));
  }

  private void reduce() throws IOException {
    Object arguments = pop();
    Object function = pop();
    if (!(arguments instanceof Tuple tuple)) {
      throw damaged("a function is called without a tuple of arguments");
    }
    Object result = objects.call(function, tuple);
    use(result instanceof Map<?, ?> map ? (long) OBJECT * map.size() : OBJECT);
    push(result);
  }

  /** Attributes of an ordered dictionary, such as versions of modules, are left out. */
  private void build() throws FormatException {
    Object state = pop();
    if (!(peek() instanceof Map<?, ?>) || !(state instanceof Map<?, ?>)) {
      throw damaged("it sets attributes of something that is not a dictionary");
    }
  }

  private FormatException damaged(String why) {
    return new FormatException(what + ": the pickle is damaged: " + why);
  }
}
