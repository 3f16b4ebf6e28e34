// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.arrays;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** An open file of named arrays, each of which is read when it is asked for. */
public interface ArrayFile extends AutoCloseable {
  /** Returns the name of the format, such as {@code safetensors}. */
  String format();

  /** Returns the shapes by name, in the order of the file. */
  Map<String, Shape> shapes();

  /**
   * Reads an array.
   *
   * @throws io.nyala.io.files.FormatException if there is none of this name, or it is damaged
   * @throws io.nyala.limits.LimitException if it does not fit into memory
   */
  Tensor read(String name) throws IOException;

  /**
   * Reads all arrays.
   *
   * @throws io.nyala.io.files.FormatException if one is damaged
   * @throws io.nyala.limits.LimitException if they do not fit into memory together
   */
  default Map<String, Tensor> readAll() throws IOException {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    for (String name : shapes().keySet()) {
      arrays.put(name, read(name));
    }
    return arrays;
  }

  @Override
  void close() throws IOException;
}
