// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the parts of TensorFlow's GraphDef that are needed to draw it. */
public final class GraphNodes {
  private GraphNodes() {}

  /**
   * An operation.
   *
   * @param name its name, including scopes
   * @param operation its type
   * @param inputs the names of the operations that compute its inputs
   */
  public record Node(String name, String operation, List<String> inputs) {}

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
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> name = in.string();
        case 2 -> operation = in.string();
        case 3 -> inputs.add(in.string().replaceFirst("^\\^", "").replaceFirst(":\\d+$", ""));
        default -> in.skip();
      }
    }
    return new Node(name, operation, List.copyOf(inputs));
  }
}
