// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import io.nyala.data.evaluation.Judgement;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** The images about which a classifier errs most. */
final class MistakeSheet {
  private static final int COLUMNS = 5;
  private static final int MOST = 15;

  private MistakeSheet() {}

  static Picture of(
      String title,
      List<Judgement> worstFirst,
      List<String> classes,
      IntFunction<Tensor> image,
      IntFunction<String> name) {
    List<Tensor> images = new ArrayList<>();
    List<Shown> shown = new ArrayList<>();
    for (Judgement each : worstFirst.subList(0, Math.min(MOST, worstFirst.size()))) {
      String predicted = classes.get(each.predicted());
      String told =
          each.right()
              ? String.format(Locale.ROOT, "%s %.2f", predicted, each.probability())
              : String.format(
                  Locale.ROOT,
                  "predicted %s %.2f,\nis %s",
                  predicted,
                  each.probability(),
                  classes.get(each.actual()));
      String caption = name.apply(each.row()) + "\n" + told;
      shown.add(new Shown(images.size(), caption, each.right()));
      images.add(image.apply(each.row()));
    }
    String subtitle =
        "%,d of %,d wrong, in red; the worst come first, with the predicted probability"
            .formatted(worstFirst.stream().filter(j -> !j.right()).count(), worstFirst.size());
    return new ImageSheet(title, subtitle, Tensor.stack(images, 0), shown, COLUMNS);
  }
}
