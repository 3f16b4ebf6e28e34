// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.examples.recipe.UsageException;
import io.nyala.explain.Explainer;
import io.nyala.hub.FileCache;
import io.nyala.io.files.JsonLine;
import io.nyala.models.Model;
import io.nyala.plot.HeatMap;
import io.nyala.plot.Plots;
import io.nyala.plot.Shown;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows which parts of a photograph speak for a class. */
@Command(
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Show which parts of a photograph speak for a class: Grad-CAM, saliency and SmoothGrad.")
final class ExplainCommand implements Callable<Integer> {
  private static final float BRIGHTEST = 255;
  private static final int SAMPLES = 20;
  private static final double NOISE = 0.1;
  private static final double DISTINCT = 0.99;

  @Parameters(paramLabel = "PHOTO", description = "A JPEG, PNG, BMP or GIF file.")
  private Path photo;

  @Mixin private ImageModel model;

  @Option(
      names = "--layer",
      paramLabel = "NAME",
      description =
          "The layer of Grad-CAM (default: the last one with maps of the size that the last"
              + " convolution gives).")
  private String layer;

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "A class, by number or by name (default: the most probable one).")
  private String wanted;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The picture, .png or .svg (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("explained.png");

  @Option(
      names = "--json",
      description = "End with one JSON object on the last line of standard output.")
  private boolean json;

  private final PrintStream stdout;
  private final PrintStream stderr;
  private final FileCache cache;

  ExplainCommand(PrintStream stdout, PrintStream stderr, FileCache cache) {
    this.stdout = stdout;
    this.stderr = stderr;
    this.cache = cache;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Model classifier = model.load(cache);
    Tensor pixels = ImageModel.pixels(photo, ImageModel.imageShape(classifier, model.name()));
    Tensor probabilities = ImageModel.ofEachClass(classifier.predict(pixels));
    List<String> names = model.classNames(probabilities.size(), cache, stderr);
    int of = wanted == null ? probabilities.argMax() : number(names, probabilities.size());
    String name = names.isEmpty() ? "class " + of : names.get(of);
    Explainer explainer = explainer(classifier);
    draw(explainer, pixels, of, "%s: %s".formatted(photo.getFileName(), name), probabilities);
    stdout.printf(
        Locale.ROOT,
        "%s: %s with probability %.4f; Grad-CAM of layer %s.%nSaved in %s.%n",
        photo,
        name,
        probabilities.at(of),
        explainer.usedLayer(),
        out);
    if (json) {
      Map<String, Object> form = new LinkedHashMap<>();
      form.put("photo", photo.toString());
      form.put("model", model.name());
      form.put("class", of);
      form.put("name", name);
      form.put("probability", (double) probabilities.at(of));
      form.put("layer", explainer.usedLayer());
      form.put("out", out.toString());
      stdout.println(JsonLine.of(form));
    }
    return ExitStatus.DONE;
  }

  private Explainer explainer(Model classifier) {
    try {
      Explainer explainer = Explainer.of(classifier);
      return layer == null ? explainer : explainer.layer(layer);
    } catch (IllegalArgumentException e) {
      throw new UsageException((layer == null ? "--model: " : "--layer: ") + e.getMessage(), e);
    }
  }

  private int number(List<String> names, int classes) {
    int named = names.indexOf(wanted);
    if (named >= 0) {
      return named;
    }
    try {
      int number = Integer.parseInt(wanted);
      if (number >= 0 && number < classes) {
        return number;
      }
    } catch (NumberFormatException _) {
      // neither a name nor a number
    }
    throw new UsageException(
        "--class: expected a number from 0 to %d%s, got '%s'"
            .formatted(classes - 1, names.isEmpty() ? "" : " or a name from --classes", wanted));
  }

  private void draw(Explainer explainer, Tensor pixels, int of, String title, Tensor probabilities)
      throws IOException {
    Tensor plain = colour(pixels).dividedBy(BRIGHTEST);
    Tensor cam;
    try {
      cam = explainer.gradCam(pixels, of);
    } catch (IllegalArgumentException e) {
      throw new UsageException((layer == null ? "--model: " : "--layer: ") + e.getMessage(), e);
    }
    Tensor saliency = HeatMap.capped(explainer.saliency(pixels, of), DISTINCT);
    Tensor smooth =
        HeatMap.capped(explainer.smoothGrad(pixels, new int[] {of}, SAMPLES, NOISE, 1), DISTINCT);
    Tensor all =
        Tensor.concatenate(
            List.of(
                plain,
                HeatMap.over(plain, cam),
                HeatMap.over(plain, saliency),
                HeatMap.over(plain, smooth)),
            0);
    List<Shown> shown =
        List.of(
            new Shown(
                0, String.format(Locale.ROOT, "probability %.3f", probabilities.at(of)), true),
            new Shown(1, "Grad-CAM", true),
            new Shown(2, "saliency", true),
            new Shown(3, "SmoothGrad", true));
    Plots.images(out, title, "bright: what speaks for the class", all, shown, shown.size());
  }

  /** Returns grey images with three equal channels. */
  private static Tensor colour(Tensor pixels) {
    return pixels.shape().last() == 3
        ? pixels
        : Tensor.concatenate(List.of(pixels, pixels, pixels), 3);
  }
}
