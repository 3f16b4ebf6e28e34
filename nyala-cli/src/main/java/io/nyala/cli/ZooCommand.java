// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.examples.recipe.UsageException;
import io.nyala.hub.Checksum;
import io.nyala.hub.FileCache;
import io.nyala.io.files.JsonLine;
import io.nyala.zoo.Zoo;
import io.nyala.zoo.networks.PublishedAccuracy;
import io.nyala.zoo.networks.WeightFile;
import io.nyala.zoo.networks.WeightFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the networks of the zoo and their published weights. */
@Command(
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "List the networks of the zoo, their published weights, and what is cached.")
final class ZooCommand implements Callable<Integer> {
  private static final double MEGA = 1e6;
  private static final int BYTES = 4;
  private static final String NONE = "-";

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "A network: list all its files (default: a line for each network).")
  private String name;

  @Option(
      names = "--json",
      description = "End with one JSON object on the last line of standard output.")
  private boolean json;

  private final PrintStream stdout;
  private final FileCache cache;

  ZooCommand(PrintStream stdout, FileCache cache) {
    this.stdout = stdout;
    this.cache = cache;
  }

  @Override
  public Integer call() throws IOException {
    List<String> names = name == null ? Zoo.names() : List.of(name);
    if (name != null && !Zoo.names().contains(name)) {
      throw new UsageException(
          "there is no network '" + name + "'; " + NearMatches.hint(name, Zoo.names()));
    }
    if (name == null) {
      printAll();
    } else {
      printOne();
    }
    if (json) {
      List<Map<String, Object>> networks = new ArrayList<>();
      for (String each : names) {
        networks.add(form(each));
      }
      stdout.println(JsonLine.of(Map.of("networks", networks)));
    }
    return ExitStatus.DONE;
  }

  private void printAll() {
    stdout.println(
        "Networks of the zoo, and about how large their weights trained on ImageNet are.");
    stdout.println("'./nyala zoo NAME' lists the files of one.");
    stdout.println();
    TextColumns table =
        new TextColumns(
            "name",
            ">parameters",
            ">MB",
            ">images",
            ">top-1",
            ">top-5",
            "licence",
            ">files",
            "cached");
    for (String each : Zoo.names()) {
      List<WeightFile> files = WeightFiles.of(each);
      if (files.isEmpty()) {
        table.row(each, NONE, NONE, NONE, NONE, NONE, NONE, "0", NONE);
        continue;
      }
      WeightFile main = main(files);
      long cached = files.stream().filter(f -> cache.has(f.kind(), f.file())).count();
      table.row(
          each,
          "%,d".formatted(main.parameters()),
          megabytes(main),
          String.valueOf(main.imageSize()),
          first(main.accuracy()),
          five(main.accuracy()),
          main.licence().orElse(NONE),
          String.valueOf(files.size()),
          cached == 0 ? NONE : cached == files.size() ? "all" : cached + " of " + files.size());
    }
    table.print(stdout);
    stdout.println();
    stdout.println(
        "Accuracies are those that are published: mostly by keras.io, on the validation");
    stdout.println(
        "images of ImageNet. The licence is that which the documentation of Keras states.");
  }

  /** Returns the file of the whole network with default options. */
  private static WeightFile main(List<WeightFile> files) {
    return files.stream().filter(f -> f.alpha() == 1 && f.top()).reduce((a, b) -> b).orElseThrow();
  }

  private void printOne() throws IOException {
    List<WeightFile> files = WeightFiles.of(name);
    if (files.isEmpty()) {
      stdout.println(name + ": no weights are published for it in a form that is known here.");
      return;
    }
    WeightFile main = main(files);
    stdout.printf(
        "%s: weights trained on %s, %,d classes%n",
        name, main.trainedOn(), main.trainedOn().classes());
    stdout.println("  pixels     " + pixels(main));
    stdout.println(
        "  licence    " + main.licence().orElse("not stated in the documentation of Keras"));
    main.accuracy().ifPresent(a -> stdout.println("  accuracy   according to " + a.source()));
    stdout.println("  address    " + folder(main));
    stdout.println("  cache      " + cache.path(main.kind(), main.file()).getParent());
    stdout.println();
    TextColumns table =
        new TextColumns(
            ">alpha",
            ">images",
            "part",
            ">parameters",
            ">MB",
            ">top-1",
            ">top-5",
            "cached",
            "file");
    for (WeightFile each : files) {
      table.row(
          String.valueOf(each.alpha()),
          String.valueOf(each.imageSize()),
          each.top() ? "whole" : "trunk",
          "%,d".formatted(each.parameters()),
          megabytes(each),
          each.top() ? first(each.accuracy()) : NONE,
          each.top() ? five(each.accuracy()) : NONE,
          cache.has(each.kind(), each.file()) ? "yes" : NONE,
          shortened(each.file().name()));
    }
    table.print(stdout);
    stdout.println();
    for (WeightFile each : files) {
      Optional<Checksum> kept = cache.kept(each.kind(), each.file());
      Optional<Checksum> known = each.file().checksum().or(() -> kept);
      known.ifPresent(sum -> stdout.println(each.file().name() + "\n  " + sum + told(kept)));
    }
    if (files.stream().allMatch(f -> f.file().checksum().isEmpty())) {
      stdout.println(
          "No checksums are published: that of the first download is kept, and compared.");
    }
  }

  private static String told(Optional<Checksum> kept) {
    return kept.isPresent() ? " (at the first download)" : "";
  }

  private static String pixels(WeightFile file) {
    return switch (file.preprocessing()) {
      case NONE -> "RGB, 0 to 255: the network scales them itself";
      case UNIT -> "RGB, from 0 to 1 (preprocessing UNIT)";
      case TF -> "RGB, from -1 to 1 (preprocessing TF)";
      case TORCH -> "RGB, standardized (preprocessing TORCH)";
      case CAFFE -> "BGR, minus their mean (preprocessing CAFFE)";
    };
  }

  private static String folder(WeightFile file) {
    String home = file.file().homes().getFirst().toString();
    return home.substring(0, home.lastIndexOf('/') + 1);
  }

  /** The middle of the names of Keras is always the same. */
  private static String shortened(String file) {
    return file.replace("_weights_tf_dim_ordering_tf_kernels", "_..._kernels");
  }

  private static String megabytes(WeightFile file) {
    long bytes = file.file().size() > 0 ? file.file().size() : BYTES * file.parameters();
    double megabytes = bytes / MEGA;
    return String.format(Locale.ROOT, megabytes < 10 ? "%.1f" : "%.0f", megabytes);
  }

  private static String first(Optional<PublishedAccuracy> accuracy) {
    return accuracy.map(a -> percent(a.first())).orElse(NONE);
  }

  private static String five(Optional<PublishedAccuracy> accuracy) {
    return accuracy
        .filter(a -> a.top5().isPresent())
        .map(a -> percent(a.top5().getAsDouble()))
        .orElse(NONE);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private Map<String, Object> form(String network) throws IOException {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("name", network);
    List<WeightFile> files = WeightFiles.of(network);
    if (!files.isEmpty()) {
      WeightFile main = main(files);
      form.put("parameters", main.parameters());
      form.put("image_size", main.imageSize());
      form.put("preprocessing", main.preprocessing().name().toLowerCase(Locale.ROOT));
      form.put("trained_on", main.trainedOn().toString());
      main.licence().ifPresent(l -> form.put("licence", l));
      main.accuracy().ifPresent(a -> form.put("accuracy", form(a)));
    }
    List<Map<String, Object>> forms = new ArrayList<>();
    for (WeightFile each : files) {
      forms.add(form(each));
    }
    form.put("files", forms);
    return form;
  }

  private Map<String, Object> form(WeightFile each) throws IOException {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("name", each.file().name());
    form.put("url", each.file().homes().getFirst().toString());
    form.put("alpha", each.alpha());
    form.put("image_size", each.imageSize());
    form.put("top", each.top());
    form.put("parameters", each.parameters());
    if (each.file().size() > 0) {
      form.put("bytes", each.file().size());
    }
    each.file().checksum().ifPresent(sum -> form.put("checksum", form(sum)));
    cache.kept(each.kind(), each.file()).ifPresent(s -> form.put("first_download", form(s)));
    each.accuracy().ifPresent(a -> form.put("accuracy", form(a)));
    form.put("cached", cache.has(each.kind(), each.file()));
    form.put("path", cache.path(each.kind(), each.file()).toString());
    return form;
  }

  private static Map<String, Object> form(Checksum sum) {
    return Map.of("algorithm", sum.algorithm().toString(), "value", sum.hex());
  }

  private static Map<String, Object> form(PublishedAccuracy accuracy) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("top1", accuracy.first());
    accuracy.top5().ifPresent(five -> form.put("top5", five));
    form.put("source", accuracy.source());
    return form;
  }
}
