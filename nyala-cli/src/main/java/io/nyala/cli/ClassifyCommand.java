// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.hub.FileCache;
import io.nyala.io.files.JsonLine;
import io.nyala.models.Model;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what is on photographs: the most probable classes of a network of the zoo, or of a file. */
@Command(
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Say what is on photographs, with a network of the zoo or with a model file.")
final class ClassifyCommand implements Callable<Integer> {
  private static final int MOST = 5;

  @Parameters(paramLabel = "PHOTO", arity = "1..*", description = "JPEG, PNG, BMP or GIF files.")
  private List<Path> photos;

  @Mixin private ImageModel model;

  @Option(
      names = "--json",
      description = "End with one JSON object on the last line of standard output.")
  private boolean json;

  private final PrintStream stdout;
  private final PrintStream stderr;
  private final FileCache cache;

  ClassifyCommand(PrintStream stdout, PrintStream stderr, FileCache cache) {
    this.stdout = stdout;
    this.stderr = stderr;
    this.cache = cache;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Model classifier = model.load(cache);
    Shape image = ImageModel.imageShape(classifier, model.name());
    // A single output is the probability of the second of two classes.
    int count = Math.max(2, classifier.outputShapes().getFirst().last());
    List<String> names = model.classNames(count, cache, stderr);
    List<Map<String, Object>> told = new ArrayList<>();
    for (Path photo : photos) {
      Tensor pixels = ImageModel.pixels(photo, image);
      Tensor probabilities = ImageModel.ofEachClass(classifier.predict(pixels));
      List<Map<String, Object>> best = best(probabilities.floats(), names);
      told.add(form("photo", photo.toString(), "classes", best));
      stdout.println(photo);
      for (Map<String, Object> each : best) {
        stdout.printf(Locale.ROOT, "  %.4f  %s%n", each.get("probability"), each.get("name"));
      }
    }
    if (json) {
      stdout.println(JsonLine.of(form("model", model.name(), "photos", told)));
    }
    return ExitStatus.DONE;
  }

  /** Returns the most probable classes. */
  private static List<Map<String, Object>> best(float[] all, List<String> names) {
    return IntStream.range(0, all.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -all[i]))
        .limit(MOST)
        .map(
            i -> {
              String name = names.isEmpty() ? "class " + i : names.get(i);
              Map<String, Object> form = form("name", name, "probability", (double) all[i]);
              form.put("class", i);
              return form;
            })
        .toList();
  }

  private static Map<String, Object> form(String key, Object value, String other, Object more) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put(key, value);
    form.put(other, more);
    return form;
  }
}
