// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.film;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.rl.Envs;
import io.nyala.rl.agents.Play;
import io.nyala.rl.classic.CartPole;
import io.nyala.rl.env.Env;
import io.nyala.rl.env.Frame;
import io.nyala.rl.toy.FrozenLake;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;

class GifFilmTest {
  @Test
  void films_an_episode() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    double total;
    try (GifFilm film = new GifFilm(out, 25)) {
      total = Play.film(Envs.make("CartPole-v1"), 3, o -> o[2] + o[3] > 0 ? 1 : 0, 50, film);
    }
    byte[] bytes = out.toByteArray();
    assertThat(new String(bytes, 0, 6, StandardCharsets.US_ASCII)).isEqualTo("GIF89a");
    assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).contains("NETSCAPE2.0");
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(in);
      int steps = (int) total;
      int frames = 1 + steps / 50 + (steps % 50 == 0 ? 0 : 1);
      assertThat(reader.getNumImages(true)).isEqualTo(frames).isGreaterThan(3);
      BufferedImage first = reader.read(0);
      assertThat(first.getWidth()).isEqualTo(300);
      // The cart is dark, the pole above it brown, the sky white.
      assertThat(first.getRGB(150, 118) & 0xff).isLessThan(80);
      assertThat(first.getRGB(150, 70) >> 16 & 0xff).isBetween(180, 225);
      assertThat(first.getRGB(10, 10) & 0xffffff).isEqualTo(0xffffff);
    }
  }

  @Test
  void shows_where_things_are() {
    CartPole pole = new CartPole();
    pole.setVariables(-2, 0, 0.2, 0);
    Frame frame = pole.render();
    assertThat(color(frame, 25, 118)).isEqualTo(0x303030); // 2 m to the left of the middle
    assertThat(color(frame, 25 + 12, 107 - 60)).isEqualTo(0xca9865); // leans to the right
    FrozenLake lake = FrozenLake.small();
    lake.setVariables(6);
    frame = lake.render();
    assertThat(color(frame, 2 * 32 + 16, 32 + 16)).isEqualTo(0xc0392b);
    assertThat(color(frame, 32 + 16, 32 + 16)).isEqualTo(0x1f3f66);
  }

  private static int color(Frame frame, int x, int y) {
    int at = 3 * (y * frame.width() + x);
    byte[] rgb = frame.rgb();
    return (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | rgb[at + 2] & 0xff;
  }

  @Test
  void refuses_what_cannot_be_filmed() throws IOException {
    Env taxi = Envs.make("Taxi-v4");
    try (GifFilm film = new GifFilm(new ByteArrayOutputStream(), 10)) {
      assertThatThrownBy(() -> Play.film(taxi, 0, o -> 0, 1, film))
          .hasMessageContaining("Taxi cannot be drawn");
    }
    assertThatThrownBy(() -> new Frame(2, 2, new byte[3])).hasMessageContaining("12 bytes, got 3");
    assertThatThrownBy(() -> new GifFilm(new ByteArrayOutputStream(), 0))
        .hasMessageContaining("framesPerSecond");
  }
}
