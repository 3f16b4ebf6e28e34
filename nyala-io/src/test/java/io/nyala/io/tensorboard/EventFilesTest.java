// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFilesTest {
  @TempDir Path folder;

  /** CRC-32C of the nine digits is e3069283 (RFC 3720 and others); the rest is its rotation. */
  @Test
  void the_checksum_is_castagnolis_rotated_and_shifted() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    int crc = 0xE3069283;

    assertThat(Checksum.masked(digits, 0, 9)).isEqualTo(Integer.rotateRight(crc, 15) + 0xA282EAD8);
  }

  @Test
  void what_is_written_is_read() throws IOException, DataFormatException {
    try (SummaryWriter writer = SummaryWriter.open(folder)) {
      writer.scalar("loss", 0.5, 0);
      writer.scalar("loss", Double.NaN, 300);
      writer.histogram("kernel", Tensor.vector(0, 1, 1, 3), 1);
      writer.image("dot", Tensor.of(Shape.of(1, 2, 3), 1, 0, 0, 0, 0.5f, 1), 2);
      writer.text("note", "äöü **bold**", 3);
    }
    List<Event> events = read();

    assertThat(events.get(0).fileVersion()).isEqualTo("brain.Event:2");
    assertThat(events.get(0).wallTime())
        .isCloseTo(System.currentTimeMillis() / 1000.0, within(60.0));
    assertThat(events).extracting(Event::step).containsExactly(0L, 0L, 300L, 1L, 2L, 3L);
    assertThat(content(events, 1)).isEqualTo(new Summary.Scalar(0.5));
    assertThat(content(events, 2)).isEqualTo(new Summary.Scalar(Double.NaN));
    assertThat(events.get(2).values().get(0).plugin()).isEqualTo("scalars");
    Bins bins = ((Summary.Histogram) content(events, 3)).bins();
    assertThat(bins.count()).hasSize(30);
    assertThat(bins.count()[0]).isEqualTo(1);
    assertThat(bins.count()[10]).isEqualTo(2);
    assertThat(bins.count()[29]).isEqualTo(1);
    Summary.Images images = (Summary.Images) content(events, 4);
    assertThat(images.width()).isEqualTo(2);
    assertThat(images.height()).isEqualTo(1);
    // One line that is not filtered, then red, then blue with half of green.
    assertThat(pixels(images.encoded().get(0)))
        .containsExactly(0, (byte) 255, 0, 0, 0, (byte) 128, (byte) 255);
    assertThat(content(events, 5)).isEqualTo(new Summary.Text(List.of("äöü **bold**")));
  }

  /** Written by TensorFlow 2.21 with {@code tf.summary}. */
  @Test
  void reads_what_tensorflow_writes() throws IOException {
    Map<String, Summary.Content> last = new TreeMap<>();
    int scalars = 0;
    for (Event e : EventReader.readAll(resource("tensorflow.tfevents"))) {
      for (Summary s : e.values()) {
        last.put(s.tag(), s.content());
        scalars += s.tag().equals("loss") ? 1 : 0;
      }
    }

    assertThat(scalars).isEqualTo(2);
    assertThat(last.keySet()).containsExactly("dot", "flat", "kernel", "loss", "note");
    assertThat(last.get("loss")).isEqualTo(new Summary.Scalar(0));
    assertThat(last.get("note")).isEqualTo(new Summary.Text(List.of("**hello**")));
    Bins theirs = ((Summary.Histogram) last.get("kernel")).bins();
    Bins ours = Bins.of(new float[] {0, 1, 1, 2, 3, 3, 3, 6});
    assertThat(theirs.count()).containsExactly(ours.count());
    assertThat(theirs.left()).containsExactly(ours.left(), within(1e-12));
    assertThat(theirs.right()).containsExactly(ours.right(), within(1e-12));
    assertThat(((Summary.Histogram) last.get("flat")).bins().total()).isEqualTo(2);
    assertThat(((Summary.Images) last.get("dot")).width()).isEqualTo(2);
  }

  /** Messages of TensorFlow 1, made with TensorFlow's own classes; PyTorch writes such. */
  @Test
  void reads_the_forms_of_tensorflow_1() throws IOException {
    List<Event> events = EventReader.readAll(resource("old.tfevents"));

    assertThat(events.get(1).step()).isEqualTo(7);
    assertThat(events.get(1).values())
        .containsExactly(
            new Summary("loss", "", new Summary.Scalar(0.5)),
            new Summary("acc", "", new Summary.Scalar(0.75)));
    Bins bins = ((Summary.Histogram) content(events, 2)).bins();
    assertThat(bins.left()).containsExactly(-1, -0.5, 0, 1);
    assertThat(bins.right()).containsExactly(-0.5, 0, 1, 2);
    assertThat(bins.count()).containsExactly(2, 0, 2, 1);
  }

  @Test
  void a_half_written_event_waits_for_its_rest() throws IOException {
    Path file = written();
    byte[] whole = Files.readAllBytes(file);
    for (int cut = whole.length - 1; cut > whole.length - 30; cut--) {
      Path part = folder.resolve("part");
      Files.write(part, Arrays.copyOf(whole, cut));
      try (EventReader reader = new EventReader(part)) {
        assertThat(reader.next()).isNotNull();
        assertThat(reader.next()).isNotNull();
        assertThat(reader.next()).isNull();
        byte[] rest = Arrays.copyOfRange(whole, cut, whole.length);
        Files.write(part, rest, StandardOpenOption.APPEND);
        assertThat(reader.next().step()).isEqualTo(2);
        assertThat(reader.next()).isNull();
      }
    }
  }

  @Test
  void any_damaged_byte_is_noticed() throws IOException {
    Path file = written();
    byte[] whole = Files.readAllBytes(file);
    Path damaged = folder.resolve("damaged");
    for (int i = 0; i < whole.length; i++) {
      byte[] copy = whole.clone();
      copy[i] ^= 0x10;
      Files.write(damaged, copy);
      assertThatThrownBy(() -> EventReader.readAll(damaged))
          .as("byte %d", i)
          .isInstanceOf(EventFileException.class)
          .hasMessageContaining("damaged: wrong checksum of ");
    }
  }

  /** Checksums that are right say nothing of what they cover: such a file is no event file. */
  @Test
  void nonsense_under_right_checksums_is_refused() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2_000; i++) {
      Path file = folder.resolve("nonsense" + i);
      byte[] data = new byte[random.nextInt(1, 60)];
      random.nextBytes(data);
      // Often so that it begins like an event with values.
      if (i % 2 == 0) {
        data[0] = 5 << 3 | 2;
      }
      try (RecordWriter writer = new RecordWriter(file)) {
        writer.write(data);
      }
      try {
        EventReader.readAll(file);
      } catch (EventFileException e) {
        assertThat(e).hasMessageContaining("nonsense" + i);
      }
      Files.delete(file);
    }
  }

  /** A length with a right checksum that the file does not have must not be believed. */
  @Test
  void a_record_that_claims_a_lot_costs_nothing() throws IOException {
    Path file = folder.resolve("claims");
    ByteBuffer header = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(1L << 40);
    header.putInt(Checksum.masked(header.array(), 0, 8));
    Files.write(file, header.array());

    assertThatThrownBy(() -> EventReader.readAll(file))
        .isInstanceOf(EventFileException.class)
        .hasMessageContaining("the record at byte 0 has 1099511627776 bytes");
  }

  @Test
  void the_graph_names_operations_within_their_layers() throws IOException {
    Model model =
        Sequential.of(input(3), dense(4).activation(RELU).named("hidden"), dense(1).named("out"));
    try (SummaryWriter writer = SummaryWriter.open(folder)) {
      writer.graph(model);
    }
    List<Event> events = read();
    String graph = new String(events.get(1).graphDef(), StandardCharsets.ISO_8859_1);

    assertThat(graph).contains("hidden/Dense", "hidden/kernel", "out/Dense", "out/bias", "Input");
    assertThat(events.get(2).values().get(0).tag()).isEqualTo("keras");
    assertThat(((Summary.Text) content(events, 2)).lines().get(0))
        .startsWith("{\"module\":\"keras\",\"class_name\":\"Sequential\"");
  }

  @Test
  void histograms_of_nothing_equal_values_and_values_without_bounds() {
    assertThat(Bins.of(new float[0]).count()).isEmpty();
    assertThat(Bins.of(new float[] {Float.NaN}).count()).isEmpty();
    Bins equal = Bins.of(new float[] {2, 2, 2, Float.NaN});
    assertThat(equal.left()).containsExactly(1.5);
    assertThat(equal.right()).containsExactly(2.5);
    assertThat(equal.count()).containsExactly(3);
    Bins wide = Bins.of(new float[] {-Float.MAX_VALUE, Float.MAX_VALUE});
    assertThat(wide.total()).isEqualTo(2);
  }

  @Test
  void says_what_is_wrong_with_a_picture_or_a_folder() throws IOException {
    try (SummaryWriter writer = SummaryWriter.open(folder)) {
      assertThatThrownBy(() -> writer.image("x", Tensor.zeros(Shape.of(4, 4, 2)), 0))
          .hasMessageContaining("with 1, 3 or 4 channels, got (4, 4, 2)");
      assertThatThrownBy(() -> writer.hparams(Map.of("a", List.of())))
          .hasMessageContaining("hyperparameter \"a\": expected a number");
    }
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> SummaryWriter.open(file))
        .hasMessageContaining("cannot write an event file to " + file);
  }

  /** Returns the lines of a PNG whose second chunk has them all. */
  private static byte[] pixels(byte[] png) throws DataFormatException {
    ByteBuffer bytes = ByteBuffer.wrap(png);
    assertThat(new String(png, 12, 4, StandardCharsets.US_ASCII)).isEqualTo("IHDR");
    assertThat(new String(png, 37, 4, StandardCharsets.US_ASCII)).isEqualTo("IDAT");
    Inflater inflater = new Inflater();
    inflater.setInput(png, 41, bytes.getInt(33));
    byte[] lines = new byte[100];
    return Arrays.copyOf(lines, inflater.inflate(lines));
  }

  private Path written() {
    try (SummaryWriter writer = SummaryWriter.open(folder)) {
      IntStream.range(1, 3).forEach(i -> writer.scalar("a", i, i));
      return writer.file();
    }
  }

  private List<Event> read() throws IOException {
    try (var files = Files.list(folder)) {
      return EventReader.readAll(files.filter(EventFiles::isEventFile).findFirst().orElseThrow());
    }
  }

  private static Summary.Content content(List<Event> events, int i) {
    return events.get(i).values().get(0).content();
  }

  private Path resource(String name) throws IOException {
    Path copy = folder.resolve(name);
    try (InputStream in = getClass().getResourceAsStream(name)) {
      Files.copy(in, copy);
    }
    return copy;
  }
}
