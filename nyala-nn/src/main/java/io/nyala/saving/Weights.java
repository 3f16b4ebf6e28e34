// SPDX-License-Identifier: Apache-2.0
package io.nyala.saving;

import io.nyala.files.Sha256;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Weight;
import io.nyala.settings.Arguments;
import io.nyala.settings.Names;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.npy.Npz;
import io.nyala.tensor.npy.NpzFile;
import io.nyala.variables.Variable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Saves and loads the weights of a model (or any layer) as {@code .weights.npz}: a NumPy archive
 * with one array per weight, named by its path, for example {@code dense_1/kernel}.
 */
public final class Weights {
  private static final int CHUNK = 16_384; // floats hashed at a time

  private Weights() {}

  // Files

  /**
   * Saves all weights. The file is replaced atomically, once the new one is completely on disk.
   *
   * @throws WeightsException if the directory cannot be created or written to
   */
  public static void save(Layer model, Path file) {
    Arguments.given("file", file);
    try {
      Npz.write(file, byPath(model));
    } catch (IOException e) {
      throw new WeightsException("cannot write weights to %s: %s".formatted(file, reason(e)), e);
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException n -> "no such file";
      case AccessDeniedException d -> "permission denied for " + d.getFile();
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }

  /** Returns copies of the weights by path. Duplicate paths get a number. */
  public static Map<String, Tensor> byPath(Layer model) {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    List<String> names = names(model);
    List<Weight> weights = model.weights();
    for (int i = 0; i < names.size(); i++) {
      arrays.put(names.get(i), weights.get(i).get());
    }
    return arrays;
  }

  /**
   * Returns a name for each weight, in the order of {@link Layer#weights()}: its path, followed by
   * a number if several have the same path.
   */
  public static List<String> names(Layer model) {
    Map<String, Integer> taken = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    for (Weight w : model.weights()) {
      int n = taken.merge(w.path(), 1, Integer::sum) - 1;
      names.add(n == 0 ? w.path() : w.path() + "_" + n);
    }
    return names;
  }

  /**
   * Loads all weights. Weights are matched by path. If layer names differ but the order of the
   * others is the same, they are matched in order. No weight is changed unless all match.
   *
   * @throws WeightsException if the file cannot be read or is damaged
   * @throws IllegalArgumentException if a weight is missing or has another shape
   */
  public static void load(Layer model, Path file) {
    Arguments.given("file", file);
    try (NpzFile npz = NpzFile.open(file)) {
      Map<String, Source> arrays = new LinkedHashMap<>();
      for (String name : npz.names()) {
        arrays.put(name, new Source(npz.shape(name), filling(npz, name)));
      }
      fill(model, arrays, file.toString());
    } catch (IOException e) {
      throw new WeightsException("cannot read weights from %s: %s".formatted(file, reason(e)), e);
    }
  }

  /** Floats are known to be valid. Other types are converted before any weight is changed. */
  private static Filling filling(NpzFile npz, String name) throws IOException {
    if (npz.isOfFloats(name)) {
      return v -> npz.readInto(name, v.overwrite(), v.offset());
    }
    Tensor converted = npz.read(name);
    return v -> v.set(converted);
  }

  /**
   * Sets all weights, like {@link #load(Layer, Path)}.
   *
   * @param arrays the arrays by path, in order
   * @param file the name of their source in messages
   */
  public static void load(Layer model, Map<String, Tensor> arrays, String file) {
    Map<String, Source> sources = new LinkedHashMap<>();
    arrays.forEach((name, t) -> sources.put(name, new Source(t.shape(), v -> v.set(t))));
    try {
      fill(model, sources, file);
    } catch (IOException e) {
      throw new UncheckedIOException("unexpected: the tensors are in memory", e);
    }
  }

  /**
   * Loads the arrays whose paths and shapes fit weights of the model; other weights stay as they
   * are.
   *
   * @throws WeightsException if the file cannot be read or is damaged
   */
  public static LoadedWeights loadMatching(Layer model, Path file) {
    Arguments.given("file", file);
    try (NpzFile npz = NpzFile.open(file)) {
      Map<String, Tensor> arrays = new LinkedHashMap<>();
      for (String name : npz.names()) {
        arrays.put(name, npz.read(name));
      }
      return loadMatching(model, arrays);
    } catch (IOException e) {
      throw new WeightsException("cannot read weights from %s: %s".formatted(file, reason(e)), e);
    }
  }

  /** Sets weights, like {@link #loadMatching(Layer, Path)}. */
  public static LoadedWeights loadMatching(Layer model, Map<String, Tensor> arrays) {
    Map<String, Stored> sources = new LinkedHashMap<>();
    arrays.forEach((name, t) -> sources.put(name, new Stored(t)));
    try {
      return MatchingWeights.load(model, sources);
    } catch (IOException e) {
      throw new UncheckedIOException("tensors in memory can be read", e);
    }
  }

  private record Stored(Tensor tensor) implements MatchingWeights.Source {
    @Override
    public Shape shape() {
      return tensor.shape();
    }

    @Override
    public void readInto(float[] data, int offset) {
      float[] values = tensor.cast(DType.FLOAT32).floats();
      System.arraycopy(values, 0, data, offset, values.length);
    }
  }

  /** Sets the values of a variable. */
  private interface Filling {
    void fill(Variable variable) throws IOException;
  }

  private record Source(Shape shape, Filling filling) {}

  private static void fill(Layer model, Map<String, Source> arrays, String file)
      throws IOException {
    List<Weight> weights = model.weights();
    List<String> names = names(model);
    if (weights.isEmpty() && !arrays.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no weights yet; add an input before loading %s".formatted(model, file));
    }
    boolean byName = names.stream().anyMatch(arrays::containsKey) && !inOrder(names, arrays);
    if (arrays.size() != weights.size() && (!byName || arrays.size() > weights.size())) {
      throw new IllegalArgumentException(
          "%s has %d weights, %s has %d: expected %s, got %s"
              .formatted(
                  model,
                  weights.size(),
                  file,
                  arrays.size(),
                  Names.list(names),
                  Names.list(arrays.keySet())));
    }
    List<Source> inOrder = List.copyOf(arrays.values());
    List<Source> found = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      Source source = byName ? arrays.get(names.get(i)) : inOrder.get(i);
      if (source == null) {
        throw new IllegalArgumentException(
            "%s: weight %s is not in %s, which has %s"
                .formatted(model, names.get(i), file, Names.list(names.get(i), arrays.keySet())));
      }
      if (!source.shape().equals(weights.get(i).shape())) {
        throw new IllegalArgumentException(
            "%s: weight %s: expected shape %s, got %s from %s"
                .formatted(model, names.get(i), weights.get(i).shape(), source.shape(), file));
      }
      found.add(source);
    }
    for (int i = 0; i < found.size(); i++) {
      found.get(i).filling().fill(weights.get(i).variable());
    }
  }

  /**
   * Returns whether weights and arrays correspond in order, although inner layers without names of
   * their own are named differently.
   */
  private static boolean inOrder(List<String> names, Map<String, Source> arrays) {
    List<String> found = List.copyOf(arrays.keySet());
    if (found.size() != names.size()) {
      return false;
    }
    for (int i = 0; i < names.size(); i++) {
      if (!found.get(i).equals(names.get(i)) && arrays.containsKey(names.get(i))) {
        return false;
      }
    }
    return true;
  }

  // Fingerprint

  /** Returns the SHA-256 of all weights in order, each element as a little-endian float, in hex. */
  public static String sha256(Layer model) {
    return sha256(model.weights().stream().map(w -> w.get().floats()).toArray(float[][]::new));
  }

  /**
   * Returns the SHA-256 of numbers, each as a little-endian float, in hex. The division into arrays
   * does not matter.
   */
  public static String sha256(float[]... arrays) {
    MessageDigest digest = Sha256.digest();
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] array : arrays) {
      for (int from = 0; from < array.length; from += CHUNK) {
        int count = Math.min(CHUNK, array.length - from);
        bytes.clear().asFloatBuffer().put(array, from, count);
        digest.update(bytes.limit(count * Float.BYTES));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
