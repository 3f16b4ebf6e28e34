// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import io.nyala.data.DataException;
import io.nyala.data.table.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Proposes features for the columns of a table. */
final class Inference {
  /**
   * A proposal.
   *
   * @param feature the feature, or null to leave the column out
   * @param reason why, in a few words
   */
  record Proposal(Feature feature, String reason) {
    static Proposal leaveOut(String reason) {
      return new Proposal(null, reason);
    }
  }

  private Inference() {}

  static FeatureSpace infer(Table table, Set<String> targets) {
    List<String> columns = table.columnNames();
    table.select(targets.toArray(String[]::new)); // refuses unknown names
    Map<String, Feature> features = new LinkedHashMap<>();
    Map<String, FeatureSpace.Note> notes = new LinkedHashMap<>();
    Map<String, String> dropped = new LinkedHashMap<>();
    for (String name : columns) {
      if (targets.contains(name)) {
        continue;
      }
      Proposal proposal = propose(new ColumnFacts(table, name));
      if (proposal.feature == null) {
        dropped.put(name, proposal.reason);
      } else {
        Learned learned = proposal.feature.fit(table);
        features.put(name, proposal.feature);
        notes.put(
            name,
            new FeatureSpace.Note(
                proposal.reason,
                Integer.toString(learned.missing()),
                learned.encoding(),
                Integer.toString(learned.width())));
      }
    }
    if (features.isEmpty()) {
      throw new DataException(
          "%s: no column is a useful feature: %s; FeatureSpace.of(...) takes your own choice"
              .formatted(table.source(), dropped));
    }
    return new FeatureSpace(features, List.of(), notes, dropped, null);
  }

  private static Proposal propose(ColumnFacts facts) {
    if (facts.count == 0) {
      return Proposal.leaveOut("no values");
    }
    if (facts.distinct() == 1) {
      return Proposal.leaveOut("always \"" + shortened(facts.example()) + "\"");
    }
    return switch (facts.type) {
      case INTEGER, NUMBER -> NumberInference.propose(facts);
      default -> TextInference.propose(facts);
    };
  }

  static String shortened(String text) {
    return text.length() <= 24 ? text : text.substring(0, 23) + "…";
  }
}
