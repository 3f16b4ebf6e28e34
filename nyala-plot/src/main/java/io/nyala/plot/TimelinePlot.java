// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;

/** A timeline (Gantt chart): a row for each worker, and a bar for each span of time. */
final class TimelinePlot {
  private static final int WIDTH = 860;
  private static final int ROW = 24;
  private static final int AROUND = 150;
  private static final int LEAST_ROWS = 2;
  private static final double THICKNESS = 0.36; // to each side of the centre

  private TimelinePlot() {}

  static Panel of(String title, String time, List<Span> spans) {
    List<String> rows = different(spans.stream().map(Span::row).toList());
    Collections.reverse(rows); // the first one at the top
    List<String> kinds = different(spans.stream().map(Span::kind).toList());
    double first = spans.stream().mapToDouble(Span::from).min().orElse(0);
    double last = spans.stream().mapToDouble(Span::to).max().orElse(1);
    int height = AROUND + ROW * Math.max(LEAST_ROWS, rows.size());
    Panel panel =
        new Panel(WIDTH, height, title, Axis.around(time, first, last), Axis.categories("", rows));
    for (Span span : spans) {
      int row = rows.indexOf(span.row());
      int kind = kinds.indexOf(span.kind());
      panel.mark(
          on -> {
            Rectangle2D box = panel.box(span.from(), row - THICKNESS, span.to(), row + THICKNESS);
            // Neighbours stay separate, and short spans remain visible.
            box.setRect(box.getX(), box.getY(), Math.max(1, box.getWidth() - 1), box.getHeight());
            on.fill(box, Style.kind(kind));
          });
    }
    for (int kind = 0; kind < kinds.size(); kind++) {
      panel.key(kinds.get(kind), Style.kind(kind));
    }
    return panel;
  }

  private static List<String> different(List<String> names) {
    return new ArrayList<>(new LinkedHashSet<>(names));
  }
}
