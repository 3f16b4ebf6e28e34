// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.film;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.rl.Envs;
import io.nyala.rl.agents.AgentEvents;
import io.nyala.rl.env.Env;
import io.nyala.rl.env.Frame;
import io.nyala.rl.env.Reset;
import io.nyala.rl.random.NumPyRandom;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is filmed is taken apart again, by the formats' rules. */
class FilmTest {
  private static final int FRAMES = 30;

  @TempDir Path folder;

  /** A game of which some frames equal the one before. */
  private static List<Frame> frames() {
    Env game = Envs.make("MinAtar/Seaquest-v0");
    NumPyRandom random = new NumPyRandom(1);
    game.reset(Reset.seed(1));
    List<Frame> frames = new ArrayList<>();
    while (frames.size() < FRAMES) {
      if (frames.size() % 4 != 3 && game.step(random.integers(6)).ended()) {
        game.reset();
      }
      frames.add(game.render());
    }
    return frames;
  }

  private Path filmed(String name, List<Frame> frames) throws IOException {
    Path file = folder.resolve(name);
    try (Film film = Film.in(file, 12.5)) {
      for (Frame frame : frames) {
        film.add(frame);
        assertThat(file).doesNotExist();
      }
    }
    assertThat(folder).isDirectoryNotContaining(f -> f.toString().endsWith(".part"));
    return file;
  }

  /** A chunk of a PNG. */
  private record Chunk(String type, ByteBuffer content) {}

  private static List<Chunk> chunks(byte[] png) {
    ByteBuffer in = ByteBuffer.wrap(png).position(8);
    List<Chunk> chunks = new ArrayList<>();
    while (in.hasRemaining()) {
      int length = in.getInt();
      CRC32 crc = new CRC32();
      crc.update(png, in.position(), 4 + length);
      byte[] type = new byte[4];
      in.get(type);
      chunks.add(
          new Chunk(new String(type, StandardCharsets.US_ASCII), in.slice(in.position(), length)));
      in.position(in.position() + length);
      assertThat(in.getInt()).isEqualTo((int) crc.getValue());
    }
    return chunks;
  }

  @Test
  void an_animated_png_holds_every_pixel() throws IOException, DataFormatException {
    List<Frame> frames = frames();
    byte[] png = Files.readAllBytes(filmed("agent.png", frames));
    BufferedImage first = ImageIO.read(new ByteArrayInputStream(png)); // checks it as a PNG
    assertThat(pixels(first)).isEqualTo(frames.getFirst().rgb());

    List<Chunk> chunks = chunks(png);
    assertThat(chunks.get(0).type()).isEqualTo("IHDR");
    assertThat(chunks.get(1).type()).isEqualTo("acTL");
    assertThat(chunks.get(1).content().getInt()).isEqualTo(FRAMES);
    assertThat(chunks.getLast().type()).isEqualTo("IEND");
    byte[] shown = new byte[3 * 160 * 210];
    int sequence = 0;
    int frame = 0;
    int[] place = new int[4];
    for (Chunk chunk : chunks.subList(2, chunks.size() - 1)) {
      ByteBuffer in = chunk.content();
      if (!chunk.type().equals("IDAT")) {
        assertThat(in.getInt()).isEqualTo(sequence++);
      }
      if (chunk.type().equals("fcTL")) {
        in.asIntBuffer().get(place);
        assertThat(in.getShort(20) / (double) in.getShort(22)).isCloseTo(0.08, within(1e-9));
        continue;
      }
      paint(in, place, shown);
      assertThat(shown).as("frame %d", frame).isEqualTo(frames.get(frame++).rgb());
    }
    assertThat(frame).isEqualTo(FRAMES);
    assertThat(png.length).isLessThan(FRAMES * 700);
  }

  private static void paint(ByteBuffer packed, int[] place, byte[] shown)
      throws DataFormatException {
    Inflater inflater = new Inflater();
    inflater.setInput(packed);
    byte[] lines = new byte[place[1] * (1 + 3 * place[0])];
    assertThat(inflater.inflate(lines)).isEqualTo(lines.length);
    inflater.end();
    for (int y = 0; y < place[1]; y++) {
      int from = y * (1 + 3 * place[0]);
      assertThat(lines[from]).isEqualTo((byte) 2); // less the line above
      for (int i = 1; i <= 3 * place[0]; i++) {
        lines[from + i] += y == 0 ? 0 : lines[from + i - 1 - 3 * place[0]];
        shown[3 * ((place[3] + y) * 160 + place[2]) + i - 1] = lines[from + i];
      }
    }
  }

  private static byte[] pixels(BufferedImage image) {
    byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
    for (int i = 0; i < rgb.length / 3; i++) {
      int color = image.getRGB(i % image.getWidth(), i / image.getWidth());
      rgb[3 * i] = (byte) (color >> 16);
      rgb[3 * i + 1] = (byte) (color >> 8);
      rgb[3 * i + 2] = (byte) color;
    }
    return rgb;
  }

  @Test
  void an_avi_holds_a_jpeg_for_each_frame() throws IOException {
    List<Frame> frames = frames();
    byte[] avi = Files.readAllBytes(filmed("agent.avi", frames));
    ByteBuffer in = ByteBuffer.wrap(avi).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(new String(avi, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("RIFF");
    assertThat(in.getInt(4)).isEqualTo(avi.length - 8);
    assertThat(in.getInt(32)).isEqualTo(80_000); // microseconds of a frame
    assertThat(in.getInt(48)).isEqualTo(FRAMES);
    int movie = 220;
    assertThat(new String(avi, movie, 4, StandardCharsets.US_ASCII)).isEqualTo("movi");
    int index = movie + in.getInt(movie - 4);
    assertThat(new String(avi, index, 4, StandardCharsets.US_ASCII)).isEqualTo("idx1");
    assertThat(in.getInt(index + 4)).isEqualTo(16 * FRAMES);
    for (int i = 0; i < FRAMES; i++) {
      int entry = index + 8 + 16 * i;
      int at = movie + in.getInt(entry + 8);
      int length = in.getInt(entry + 12);
      assertThat(new String(avi, at, 4, StandardCharsets.US_ASCII)).isEqualTo("00dc");
      assertThat(in.getInt(at + 4)).isEqualTo(length);
      byte[] got = pixels(ImageIO.read(new ByteArrayInputStream(avi, at + 8, length)));
      byte[] expected = frames.get(i).rgb();
      double sum = 0;
      for (int k = 0; k < got.length; k++) {
        sum += Math.abs((got[k] & 0xff) - (expected[k] & 0xff));
      }
      assertThat(sum / got.length).as("mean difference of frame %d", i).isLessThan(2);
    }
  }

  @Test
  void a_film_in_a_file_is_what_goes_into_a_stream() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GifFilm film = new GifFilm(out, 12.5)) {
      for (Frame frame : frames()) {
        film.add(frame);
      }
    }
    assertThat(Files.readAllBytes(filmed("agent.gif", frames()))).isEqualTo(out.toByteArray());
  }

  @Test
  void an_animated_png_goes_into_event_files() throws IOException {
    Path film = filmed("agent.apng", frames());
    try (AgentEvents events = AgentEvents.in(folder.resolve("events"))) {
      events.film("agent", film, 7);
    }
    try (var files = Files.list(folder.resolve("events"))) {
      byte[] all = Files.readAllBytes(files.findFirst().orElseThrow());
      String written = new String(all, StandardCharsets.ISO_8859_1);
      assertThat(written)
          .contains(new String(Files.readAllBytes(film), StandardCharsets.ISO_8859_1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.gif", "a.png", "a.avi"})
  void frames_of_another_size_are_refused(String name) throws IOException {
    try (Film film = Film.in(folder.resolve(name), 10)) {
      film.add(new Frame(2, 1, new byte[6]));
      assertThatThrownBy(() -> film.add(new Frame(1, 2, new byte[6])))
          .hasMessageContaining("the first had 2 x 1 pixels, this one has 1 x 2");
    }
    assertThatThrownBy(() -> Film.in(folder.resolve("a.mp4"), 10))
        .hasMessageContaining("ends with .gif, .png, .apng or .avi");
    assertThatThrownBy(() -> Film.in(folder.resolve(name), 0))
        .hasMessageContaining("framesPerSecond");
  }
}
