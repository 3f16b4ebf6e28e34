// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.torch;

import io.nyala.io.arrays.ArrayFile;
import io.nyala.io.files.ElementType;
import io.nyala.io.files.FilePart;
import io.nyala.io.files.FormatException;
import io.nyala.limits.Limits;
import io.nyala.settings.Names;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file of PyTorch ({@code .pt}, {@code .pth}) with a state dictionary: tensors by name, as {@code
 * torch.save(model.state_dict(), file)} writes them, in the form of PyTorch 1.6 and newer or in the
 * older one. In a checkpoint of a training, the dictionary may be an entry such as {@code model} or
 * {@code state_dict}.
 *
 * <p>Such files are Python programs. They are read through a closed list of operations and of
 * classes: tensors, numbers, strings, lists, tuples and dictionaries. Nothing is executed, and a
 * file that needs anything else is refused.
 *
 * <p>Floats of 16, 32 and 64 bits and bfloat16 are read as float32, integers as int32; numbers that
 * do not fit are refused.
 */
public final class TorchFile implements ArrayFile {
  private final Path path;
  private final Storages storages;
  private final Map<String, StoredTensor> tensors;

  TorchFile(Path path, Storages storages, Map<String, StoredTensor> tensors) {
    this.path = path;
    this.storages = storages;
    this.tensors = tensors;
  }

  /**
   * Returns whether a file may be one of PyTorch, by its first bytes and the names in its archive.
   *
   * @throws FormatException if it is an archive that is damaged
   */
  public static boolean isOne(Path file) throws IOException {
    byte[] start = start(file);
    return isArchive(start) ? ZipForm.isOne(file) : LegacyForm.isOne(start);
  }

  private static byte[] start(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(3);
    }
  }

  private static boolean isArchive(byte[] start) {
    return start.length > 1 && start[0] == 'P' && start[1] == 'K';
  }

  /**
   * Opens a file and reads what it says about its tensors, not their numbers.
   *
   * @throws FormatException if it is damaged, has no state dictionary, or needs a class or function
   *     that is not in the list
   * @throws io.nyala.limits.LimitException if it does not fit into memory
   */
  public static TorchFile open(Path file) throws IOException {
    return isArchive(start(file)) ? ZipForm.open(file) : LegacyForm.open(file);
  }

  /** Reads all tensors of a file, in its order; fails like {@link #open} and {@link #read}. */
  public static Map<String, Tensor> readAll(Path file) throws IOException {
    try (TorchFile torch = open(file)) {
      return torch.readAll();
    }
  }

  @Override
  public String format() {
    return "pytorch";
  }

  @Override
  public Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    return Collections.unmodifiableMap(shapes);
  }

  @Override
  public Map<String, Tensor> readAll() throws IOException {
    long all = tensors.values().stream().mapToLong(t -> 4L * t.shape().size()).sum();
    Limits.inForce().checkMemory(all, path.toString());
    return ArrayFile.super.readAll();
  }

  @Override
  public Tensor read(String name) throws IOException {
    StoredTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new FormatException(
          "%s: has no tensor \"%s\"; %s".formatted(path, name, Names.hint(name, tensors.keySet())));
    }
    String what = path + ", \"" + name + "\"";
    Shape shape = tensor.shape();
    if (shape.size() == 0) {
      return Tensor.zeros(shape);
    }
    long span = tensor.span();
    boolean dense = tensor.isDense();
    Limits.inForce().checkMemory(4 * (dense ? span : span + 2L * shape.size()), what);
    ElementType element = tensor.storage().element();
    FilePart part = storages.part(tensor.storage());
    long from = tensor.offset() * element.bytes();
    if (dense && element == ElementType.F32 && part.channel() != null) {
      float[] floats = new float[shape.size()];
      part.floats(from, storages.order(), floats, 0, floats.length);
      return Tensor.of(shape, floats);
    }
    ByteBuffer numbers = part.bytes().slice((int) from, (int) (span * element.bytes()));
    Shape all = dense ? shape : Shape.of((int) span);
    Tensor read = element.read(numbers.order(storages.order()), all, what);
    return dense ? read : tensor.gather(read);
  }

  @Override
  public void close() throws IOException {
    storages.close();
  }
}
