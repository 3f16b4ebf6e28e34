// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code projector_config.pbtxt} says, in the text form of protocol buffers.
 *
 * @param sets the sets of points
 */
record ProjectorConfig(List<Entry> sets) {
  /**
   * A set of points.
   *
   * @param name the name of the tensor
   * @param tensorPath the file of its numbers, or null: TensorFlow's checkpoint has them
   * @param metadataPath the file of labels, or null
   */
  record Entry(String name, String tensorPath, String metadataPath) {}

  static ProjectorConfig parse(String text) {
    List<Entry> sets = new ArrayList<>();
    Map<String, String> fields = new TreeMap<>();
    String field = "";
    boolean inSet = false;
    int depth = 0;
    for (String token : tokens(text)) {
      switch (token.charAt(0)) {
        case '{', '<' -> {
          if (depth++ == 0) {
            inSet = field.equals("embeddings");
            fields.clear();
          }
        }
        case '}', '>' -> {
          depth = Math.max(0, depth - 1);
          if (depth == 0 && inSet) {
            String name = fields.getOrDefault("tensor_name", "points");
            sets.add(new Entry(name, fields.get("tensor_path"), fields.get("metadata_path")));
            inSet = false;
          }
        }
        case '"' -> {
          if (depth == 1) {
            fields.put(field, token.substring(1));
          }
        }
        default -> field = token;
      }
    }
    return new ProjectorConfig(sets);
  }

  /** Returns words, brackets, and texts behind a quotation mark; comments are left out. */
  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '#') {
        while (at < text.length() && text.charAt(at) != '\n') {
          at++;
        }
      } else if (c == '"' || c == '\'') {
        StringBuilder content = new StringBuilder("\"");
        while (at < text.length() && text.charAt(at) != c) {
          at += text.charAt(at) == '\\' && at + 1 < text.length() ? 1 : 0;
          content.append(text.charAt(at++));
        }
        at++;
        tokens.add(content.toString());
      } else if ("{}<>".indexOf(c) >= 0) {
        tokens.add(String.valueOf(c));
      } else if (Character.isLetterOrDigit(c) || c == '_') {
        int from = at - 1;
        while (at < text.length()
            && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
          at++;
        }
        tokens.add(text.substring(from, at));
      }
    }
    return tokens;
  }
}
