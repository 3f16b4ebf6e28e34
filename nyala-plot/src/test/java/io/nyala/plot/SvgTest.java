// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.evaluation.ConfusionMatrix;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** A drawing as SVG says the same as its pixels. */
class SvgTest {
  private static final String HOSTILE = "a<b> & \"c\" </text><script>x()</script> \u0001\uD800";

  @TempDir Path folder;

  private static Picture picture(Consumer<Surface> drawing) {
    return new Picture() {
      @Override
      public Dimension size() {
        return new Dimension(100, 60);
      }

      @Override
      public String title() {
        return HOSTILE;
      }

      @Override
      public void draw(Surface on) {
        drawing.accept(on);
      }
    };
  }

  private SvgFile svg(Picture picture) throws IOException {
    Path file = folder.resolve("picture.SVG");
    picture.write(file);
    return SvgFile.read(file);
  }

  @Test
  void text_means_itself() throws IOException {
    Path file = folder.resolve("hostile.svg");
    ConfusionMatrix matrix =
        ConfusionMatrix.of(new int[] {0, 1}, new int[] {0, 1}).named(List.of(HOSTILE, "x"));

    Plots.confusion(file, HOSTILE, matrix);

    SvgFile read = SvgFile.read(file);
    String expected = "a<b> & \"c\" </text><script>x()</script> \uFFFD\uFFFD";
    assertThat(read.texts()).contains(expected);
    assertThat(read.all("title").getFirst().getTextContent()).isEqualTo(expected);
    assertThat(read.all("script")).isEmpty();
  }

  @Test
  void shapes_are_where_the_pixels_are() throws IOException {
    Color half = new Color(0, 128, 255, 51);
    Picture picture =
        picture(
            on -> {
              on.fill(new Rectangle2D.Double(10.125, 20, 30, 10), half);
              on.moved(50, 5, part -> part.fill(Panel.dot(10, 10, 8), Style.FIRST));
            });

    SvgFile read = svg(picture);
    Element box = read.all("rect").get(1); // the first is the paper
    assertThat(box.getAttribute("x")).isEqualTo("10.13");
    assertThat(box.getAttribute("width")).isEqualTo("30");
    assertThat(box.getAttribute("fill")).isEqualTo("#0080ff");
    assertThat(box.getAttribute("fill-opacity")).isEqualTo("0.2");
    Element oval = read.all("ellipse").getFirst();
    assertThat(oval.getAttribute("rx")).isEqualTo("4");
    assertThat(((Element) oval.getParentNode()).getAttribute("transform"))
        .isEqualTo("translate(50 5)");
    BufferedImage pixels = PixelSurface.image(picture);
    assertThat(new Color(pixels.getRGB(120, 30))).isEqualTo(Style.FIRST); // (50 + 10, 5 + 10)
    assertThat(new Color(pixels.getRGB(60, 50))).isEqualTo(new Color(204, 230, 255));
  }

  @Test
  void an_inner_window_hides_what_is_outside_of_it() throws IOException {
    Rectangle2D window = new Rectangle2D.Double(20, 10, 30, 20);
    Picture picture =
        picture(
            on ->
                on.clipped(
                    window, part -> part.fill(new Rectangle2D.Double(0, 0, 100, 60), Style.FIRST)));

    Element inner = svg(picture).all("svg").get(1);
    assertThat(inner.getAttribute("viewBox")).isEqualTo("20 10 30 20");
    assertThat(SvgFile.number(inner, "x")).isEqualTo(20);
    BufferedImage pixels = PixelSurface.image(picture);
    assertThat(new Color(pixels.getRGB(30, 30))).isEqualTo(Color.WHITE);
    assertThat(new Color(pixels.getRGB(50, 30))).isEqualTo(Style.FIRST);
  }

  @Test
  void images_keep_their_pixels() throws IOException {
    Path file = folder.resolve("grid.svg");
    Tensor image = Tensor.of(Shape.of(1, 2, 2, 3), 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1);

    Plots.grid(file, image, 1);

    String link = SvgFile.read(file).all("image").getFirst().getAttribute("xlink:href");
    byte[] png = Base64.getDecoder().decode(link.substring("data:image/png;base64,".length()));
    BufferedImage pixels = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(pixels.getWidth()).isEqualTo(2);
    assertThat(new Color(pixels.getRGB(1, 0))).isEqualTo(Color.GREEN);
    assertThat(new Color(pixels.getRGB(0, 1))).isEqualTo(Color.BLUE);
  }

  @Test
  void both_formats_have_one_size() throws IOException {
    Map<String, List<Double>> history = Map.of("loss", List.of(3.0, 2.0, 1.0));
    Plots.learningCurves(folder.resolve("a.svg"), "t", history);
    Plots.learningCurves(folder.resolve("a.png"), "t", history);

    Element root = SvgFile.read(folder.resolve("a.svg")).all("svg").getFirst();
    BufferedImage image = ImageIO.read(folder.resolve("a.png").toFile());
    assertThat(image.getWidth()).isEqualTo(2 * (int) SvgFile.number(root, "width"));
    assertThat(image.getHeight()).isEqualTo(2 * (int) SvgFile.number(root, "height"));
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a.svg", "a.png");
  }

  @Test
  void another_ending_is_refused() {
    Path file = folder.resolve("plot.jpg");

    assertThatThrownBy(() -> Plots.learningCurves(file, "t", Map.of("loss", List.of(1.0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "plot " + file + ": the name must end in .png or .svg, which decides the format");
    assertThat(Files.exists(file)).isFalse();
  }
}
