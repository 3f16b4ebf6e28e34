// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Reads the parts of TensorFlow's GraphDef that are needed to draw it. */
public final class GraphNodes {
  private GraphNodes() {}

  /**
   * An operation.
   *
   * @param name its name, including scopes
   * @param operation its type
   * @param inputs the names of the operations that compute its inputs
   * @param shapes the shapes of its outputs or, of a variable, its own, as {@code (None, 10)};
   *     empty if they are not in the file
   */
  public record Node(String name, String operation, List<String> inputs, List<String> shapes) {}

  /**
   * Returns the operations of a graph.
   *
   * @throws IOException if the message is damaged
   */
  public static List<Node> read(byte[] graphDef) throws IOException {
    List<Node> nodes = new ArrayList<>();
    ProtoReader in = new ProtoReader(graphDef);
    for (int field = in.next(); field != 0; field = in.next()) {
      if (field == 1) {
        nodes.add(node(in.message()));
      } else {
        in.skip();
      }
    }
    return nodes;
  }

  private static Node node(ProtoReader in) throws IOException {
    String name = "";
    String operation = "";
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    List<String> own = new ArrayList<>();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> name = in.string();
        case 2 -> operation = in.string();
        case 3 -> inputs.add(in.string().replaceFirst("^\\^", "").replaceFirst(":\\d+$", ""));
        case 5 -> attribute(in.message(), outputs, own);
        default -> in.skip();
      }
    }
    return new Node(
        name, operation, List.copyOf(inputs), List.copyOf(outputs.isEmpty() ? own : outputs));
  }

  /** Reads shapes from an attribute, a name and a value; other attributes are skipped. */
  private static void attribute(ProtoReader in, List<String> outputs, List<String> own)
      throws IOException {
    String name = "";
    for (int field = in.next(); field != 0; field = in.next()) {
      if (field == 1) {
        name = in.string();
      } else if (field == 2 && name.equals("_output_shapes")) {
        list(in.message(), outputs);
      } else if (field == 2 && name.equals("shape")) {
        shapes(in.message(), own);
      } else {
        in.skip();
      }
    }
  }

  private static void list(ProtoReader value, List<String> shapes) throws IOException {
    for (int field = value.next(); field != 0; field = value.next()) {
      if (field == 1) {
        shapes(value.message(), shapes);
      } else {
        value.skip();
      }
    }
  }

  /** Reads the shapes of a value or a list, which have the same number in both. */
  private static void shapes(ProtoReader value, List<String> shapes) throws IOException {
    for (int field = value.next(); field != 0; field = value.next()) {
      if (field == 7) {
        shapes.add(shape(value.message()));
      } else {
        value.skip();
      }
    }
  }

  private static String shape(ProtoReader in) throws IOException {
    StringJoiner extents = new StringJoiner(", ", "(", ")");
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 2 -> {
          ProtoReader dim = in.message();
          long size = 0; // which the file leaves out
          for (int f = dim.next(); f != 0; f = dim.next()) {
            if (f == 1) {
              size = dim.varint();
            } else {
              dim.skip();
            }
          }
          extents.add(size < 0 ? "None" : Long.toString(size));
        }
        case 3 -> {
          if (in.varint() != 0) {
            return "?"; // not even the number of axes is known
          }
        }
        default -> in.skip();
      }
    }
    return extents.toString();
  }
}
