// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import io.nyala.data.DataException;
import io.nyala.settings.Names;
import java.util.List;
import java.util.stream.Collectors;

/** Builds the exception for a column that does not exist, naming the closest matches. */
final class NoColumn {
  private NoColumn() {}

  static DataException of(String source, String wanted, List<Filled> columns) {
    List<String> present = columns.stream().map(Filled::name).toList();
    String near =
        Names.near(wanted, present).stream()
            .map(n -> '"' + n + '"')
            .collect(Collectors.joining(" or "));
    String all =
        present.stream().limit(20).map(n -> '"' + n + '"').collect(Collectors.joining(", "));
    boolean header = columns.isEmpty() || columns.get(0).column().options().header;
    return new DataException(
        source
            + ": no column \""
            + wanted
            + "\""
            + (near.isEmpty() ? "" : ", did you mean " + near + "?")
            + "; there are "
            + present.size()
            + ": "
            + all
            + (present.size() > 20 ? ", ..." : "")
            + (header ? Cells.headerHint(present) : ""));
  }
}
