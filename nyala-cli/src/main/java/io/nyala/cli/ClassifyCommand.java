// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.data.DataException;
import io.nyala.data.images.Images;
import io.nyala.examples.recipe.UsageException;
import io.nyala.io.ModelFileException;
import io.nyala.io.files.JsonLine;
import io.nyala.models.Model;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.zoo.networks.ZooNetwork;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
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

  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      required = true,
      description =
          "A network such as mobilenet_v2, or a .keras or .h5 model that takes pixels from 0 to"
              + " 255, such as that of 'run pets-transfer'.")
  private String model;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "The weights of the network, with its classifier.")
  private Path weights;

  @Option(
      names = "--alpha",
      paramLabel = "N",
      description = "The width of a MobileNet (default: 1).")
  private Double alpha;

  @Option(
      names = "--classes",
      paramLabel = "FILE",
      description =
          "The names of the classes: one per line, or Keras's imagenet_class_index.json (default:"
              + " their numbers).")
  private Path classes;

  @Option(
      names = "--json",
      description = "End with one JSON object on the last line of standard output.")
  private boolean json;

  private final PrintStream stdout;

  ClassifyCommand(PrintStream stdout) {
    this.stdout = stdout;
  }

  @Override
  public Integer call() throws IOException {
    Model classifier = classifier();
    Shape image = classifier.inputTypes().getFirst().shape().drop(0);
    if (image.rank() != 3 || image.dim(0) < 1 || image.dim(1) < 1) {
      throw new UsageException("--model: %s takes %s, not images".formatted(model, image));
    }
    List<String> names = names();
    List<Map<String, Object>> told = new ArrayList<>();
    for (Path photo : photos) {
      Tensor pixels = pixels(photo, image);
      List<Map<String, Object>> best = best(classifier.predict(pixels), names);
      told.add(form("photo", photo.toString(), "classes", best));
      stdout.println(photo);
      for (Map<String, Object> each : best) {
        stdout.printf(Locale.ROOT, "  %.4f  %s%n", each.get("probability"), each.get("name"));
      }
    }
    if (json) {
      stdout.println(JsonLine.of(form("model", model, "photos", told)));
    }
    return ExitStatus.DONE;
  }

  private Model classifier() {
    if (Files.isRegularFile(Path.of(model))) {
      if (weights != null || alpha != null) {
        throw new UsageException(
            "--weights and --alpha belong to a network of the zoo, but --model is a file");
      }
      return ModelOption.load(Path.of(model));
    }
    ZooNetwork<?> network = ZooNames.network(model, alpha);
    if (weights == null) {
      throw new UsageException(
          "--weights FILE is required: a file of weights of %s with its classifier"
              .formatted(model));
    }
    try {
      network.weights(weights); // first: the preprocessing depends on whose they are
      return network.preprocessing().before(network.build());
    } catch (ModelFileException | IllegalArgumentException e) {
      throw new UsageException("--weights: " + e.getMessage(), e);
    }
  }

  private static Tensor pixels(Path photo, Shape image) {
    try {
      Tensor read = Images.loadUpright(photo, image.dim(2));
      Tensor sized = Images.resize(read, image.dim(0), image.dim(1));
      return sized.reshape(sized.shape().insert(0, 1));
    } catch (DataException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  /** Returns the most probable classes; a single output is the probability of the second of two. */
  private static List<Map<String, Object>> best(Tensor predicted, List<String> names) {
    float[] p = predicted.floats();
    float[] all = p.length == 1 ? new float[] {1 - p[0], p[0]} : p;
    if (!names.isEmpty() && names.size() != all.length) {
      throw new UsageException(
          "--classes: %d names for %d classes".formatted(names.size(), all.length));
    }
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

  private List<String> names() throws IOException {
    if (classes == null) {
      return List.of();
    }
    if (!Files.isRegularFile(classes)) {
      throw new UsageException("--classes: no such file: " + classes);
    }
    if (!classes.toString().endsWith(".json")) {
      return Files.readAllLines(classes);
    }
    Map<String, Object> index = JSON.std.mapFrom(Files.readString(classes));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < index.size(); i++) {
      if (!(index.get(String.valueOf(i)) instanceof List<?> of) || of.size() < 2) {
        throw new UsageException(
            "--classes: %s: expected [code, name] for \"%d\"".formatted(classes, i));
      }
      names.add(String.valueOf(of.get(1)));
    }
    return names;
  }

  private static Map<String, Object> form(String key, Object value, String other, Object more) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put(key, value);
    form.put(other, more);
    return form;
  }
}
