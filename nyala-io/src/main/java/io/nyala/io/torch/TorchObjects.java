// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.torch;

import io.nyala.io.files.ElementType;
import io.nyala.io.files.FormatException;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The closed list of Python classes and functions that a state dictionary may name. */
final class TorchObjects {
  /** A function of the list. */
  private enum Function {
    DICTIONARY,
    SIZE,
    DEVICE,
    REBUILD_TENSOR,
    REBUILD_PARAMETER
  }

  /** A type of elements that is only mentioned, such as {@code torch.float32}. */
  private record Mentioned(String name) {}

  private static final Map<String, Object> KNOWN =
      Map.ofEntries(
          Map.entry("collections.OrderedDict", Function.DICTIONARY),
          Map.entry("collections.Counter", Function.DICTIONARY),
          Map.entry("torch.Size", Function.SIZE),
          Map.entry("torch.device", Function.DEVICE),
          Map.entry("torch._utils._rebuild_tensor", Function.REBUILD_TENSOR),
          Map.entry("torch._utils._rebuild_tensor_v2", Function.REBUILD_TENSOR),
          Map.entry("torch._utils._rebuild_parameter", Function.REBUILD_PARAMETER),
          Map.entry("torch.DoubleStorage", ElementType.F64),
          Map.entry("torch.FloatStorage", ElementType.F32),
          Map.entry("torch.HalfStorage", ElementType.F16),
          Map.entry("torch.BFloat16Storage", ElementType.BF16),
          Map.entry("torch.LongStorage", ElementType.I64),
          Map.entry("torch.IntStorage", ElementType.I32),
          Map.entry("torch.ShortStorage", ElementType.I16),
          Map.entry("torch.CharStorage", ElementType.I8),
          Map.entry("torch.ByteStorage", ElementType.U8),
          Map.entry("torch.BoolStorage", ElementType.BOOL));

  private static final Set<String> TYPES =
      Set.of(
          "torch.float64",
          "torch.float32",
          "torch.float16",
          "torch.bfloat16",
          "torch.int64",
          "torch.int32",
          "torch.int16",
          "torch.int8",
          "torch.uint8",
          "torch.bool");

  private static final int LONGEST_NAME = 80;

  private final String what;
  private final Map<String, Storage> storages = new LinkedHashMap<>();

  /**
   * Creates the list for a file.
   *
   * @param what the name of the file in messages
   */
  TorchObjects(String what) {
    this.what = what;
  }

  /** Returns the storages that the pickle names, by their keys. */
  Map<String, Storage> storages() {
    return storages;
  }

  /**
   * Returns what a name stands for.
   *
   * @throws FormatException if it is not in the list
   */
  Object global(String module, String name) throws FormatException {
    String full = module + "." + name;
    Object known = TYPES.contains(full) ? new Mentioned(full) : KNOWN.get(full);
    if (known == null) {
      throw new FormatException(
          ("%s: needs the Python class or function %s; only tensors, numbers, strings and"
                  + " dictionaries are read, since nothing in a file is executed. Save the weights"
                  + " alone, in Python: torch.save(model.state_dict(), \"weights.pt\")")
              .formatted(what, printable(full)));
    }
    return known;
  }

  /** Returns a name of a file as it can be shown. */
  static String printable(String name) {
    String shown = name.replaceAll("[^\\x20-\\x7e]", "?");
    return shown.length() > LONGEST_NAME ? shown.substring(0, LONGEST_NAME) + "..." : shown;
  }

  /**
   * Returns the key of a dictionary.
   *
   * @throws FormatException if it is not a string, a number or a truth value
   */
  static Object key(Object key, String what) throws FormatException {
    if (key instanceof String
        || key instanceof Long
        || key instanceof Double
        || key instanceof Boolean
        || key instanceof BigInteger) {
      return key;
    }
    throw new FormatException(what + ": a dictionary has a key that is no string or number");
  }

  /**
   * Computes a call.
   *
   * @throws FormatException if the function is not in the list, or takes other arguments
   */
  Object call(Object function, Tuple arguments) throws FormatException {
    if (!(function instanceof Function f)) {
      throw new FormatException(what + ": the pickle calls something that is no function");
    }
    return switch (f) {
      case DICTIONARY -> dictionary(arguments);
      case SIZE ->
          arguments.size() == 1 && arguments.get(0) instanceof Tuple size ? size : arguments;
      case DEVICE -> arguments.size() > 0 && arguments.get(0) instanceof String s ? s : null;
      case REBUILD_TENSOR -> tensor(arguments);
      case REBUILD_PARAMETER -> {
        if (arguments.size() == 0 || !(arguments.get(0) instanceof StoredTensor tensor)) {
          throw new FormatException(what + ": a parameter is not a tensor");
        }
        yield tensor;
      }
    };
  }

  /** A dictionary without entries, with those of another one, or with a list of pairs. */
  private Map<Object, Object> dictionary(Tuple arguments) throws FormatException {
    Map<Object, Object> map = new LinkedHashMap<>();
    Object content = arguments.size() == 0 ? List.of() : arguments.get(0);
    if (content instanceof Map<?, ?> other) {
      map.putAll(other);
    } else if (content instanceof List<?> pairs) {
      for (Object pair : pairs) {
        List<?> two = pair instanceof Tuple t ? t.items() : pair instanceof List<?> l ? l : null;
        if (two == null || two.size() != 2) {
          throw new FormatException(what + ": a dictionary is made of something but pairs");
        }
        map.put(key(two.get(0), what), two.get(1));
      }
    } else {
      throw new FormatException(what + ": a dictionary is made of something but pairs");
    }
    return map;
  }

  private StoredTensor tensor(Tuple arguments) throws FormatException {
    if (arguments.size() < 4
        || !(arguments.get(0) instanceof Storage.View view)
        || !(arguments.get(1) instanceof Long offset)
        || offset < 0
        || !(arguments.get(2) instanceof Tuple size)
        || !(arguments.get(3) instanceof Tuple strides)) {
      throw new FormatException(what + ": a tensor is not made of a storage, an offset and sizes");
    }
    return StoredTensor.of(view, offset, size.sizes(what), strides.sizes(what), what);
  }

  /**
   * Returns a part of a storage, which the file names instead of containing it at this place.
   *
   * @throws FormatException if it is anything else
   */
  Storage.View persistent(Object id) throws FormatException {
    if (!(id instanceof Tuple t)
        || t.size() < 5
        || !"storage".equals(t.get(0))
        || !(t.get(1) instanceof ElementType element)
        || !(t.get(2) instanceof String key)
        || !(t.get(4) instanceof Long count)
        || count < 0
        || count > Long.MAX_VALUE / 8) {
      throw new FormatException(
          what + ": refers to something outside of the pickle that is not a storage");
    }
    Storage storage = new Storage(key, element, count);
    Storage other = storages.putIfAbsent(key, storage);
    if (other != null && !other.equals(storage)) {
      throw new FormatException(
          "%s: storage %s has %d elements of type %s in one place and %d of %s in another"
              .formatted(what, printable(key), other.count(), other.element(), count, element));
    }
    if (t.size() < 6 || t.get(5) == null) {
      return new Storage.View(storage, 0, count);
    }
    // Files before PyTorch 0.4: a part of another storage, as its key, offset and size.
    if (!(t.get(5) instanceof Tuple part)
        || part.size() != 3
        || !(part.get(1) instanceof Long from)
        || !(part.get(2) instanceof Long size)
        || from < 0
        || size < 0
        || from > count - size) {
      throw new FormatException(what + ": a part of a storage lies outside of it");
    }
    return new Storage.View(storage, from, size);
  }
}
