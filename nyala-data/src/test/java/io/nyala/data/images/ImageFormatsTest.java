// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Forms of image files: the levels that TensorFlow 2.21 reads ({@code formats.py} in the resources
 * made the files and asked it), and how photographs are turned.
 */
class ImageFormatsTest {
  @TempDir Path dir;

  private static Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    try (ZipInputStream zip =
        new ZipInputStream(ImageFormatsTest.class.getResourceAsStream("formats.zip"))) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        files.put(e.getName(), zip.readAllBytes());
      }
    }
    return files;
  }

  @Test
  void levels_are_those_of_tensorflow() throws IOException {
    Map<String, byte[]> files = files();
    String expected = new String(files.get("expected.txt"), StandardCharsets.US_ASCII);
    List<String> got = new ArrayList<>();
    for (String line : expected.lines().toList()) {
      String[] parts = line.split(" ");
      Tensor image = Images.decode(parts[0], files.get(parts[0]), Integer.parseInt(parts[1]));
      CRC32 levels = new CRC32();
      for (float level : image.floats()) {
        levels.update((int) level);
      }
      Shape s = image.shape();
      got.add(
          "%s %s %d %d %d %08x"
              .formatted(parts[0], parts[1], s.dim(0), s.dim(1), s.dim(2), levels.getValue()));
    }
    assertThat(got).hasSize(172).containsExactlyElementsOf(expected.lines().toList());
  }

  /** Two rows of three; 4 bits of grey, of which TensorFlow makes an opacity of 15. */
  @Test
  void what_is_not_told_to_be_clear_is_not() throws IOException {
    Tensor grey = Images.decode("grey", files().get("grey-4.png"), 4);
    Tensor palette = Images.decode("palette", files().get("palette-2.png"), 4);
    for (int i = 3; i < grey.size(); i += 4) {
      assertThat(grey.at(i)).isEqualTo(255);
      assertThat(palette.at(i)).isEqualTo(255);
    }
  }

  /** A screen of 3 x 4 with a picture of 1 x 2 at row 1, column 2; its second pixel is clear. */
  @Test
  void the_first_picture_of_an_animation_stands_where_it_is_on_the_screen() {
    byte[] gif =
        HexFormat.of()
            .parseHex(
                "474946383961"
                    + "0400"
                    + "0300"
                    + "800000"
                    + "0a141e"
                    + "28323c"
                    + "21f90401000001"
                    + "00"
                    + "2c"
                    + "0200"
                    + "0100"
                    + "0200"
                    + "0100"
                    + "00"
                    + "02"
                    + "02"
                    + "440a"
                    + "00"
                    + "3b");
    Tensor image = Images.decode("gif", gif, 3);
    float[] expected = new float[36];
    System.arraycopy(new float[] {10, 20, 30}, 0, expected, 18, 3);
    assertThat(image).isEqualTo(Tensor.of(Shape.of(3, 4, 3), expected));
    Tensor opacity = Images.decode("gif", gif, 4);
    assertThat(opacity.at(6 * 4 + 3)).isEqualTo(255);
    assertThat(opacity.at(7 * 4 + 3)).isZero();
    assertThat(opacity.at(3)).isZero();
  }

  /** By Pillow 12 with {@code draft("L")}; grey made of the colours is 229 at the first of them. */
  @Test
  void grey_of_a_photograph_is_the_luminance_in_its_file() {
    Tensor grey = Images.decode("jpeg", ImagesTest.file("saturated-jpeg"), 1);
    int[] which = {51, 3, 19, 35, 49};
    int[] expected = {255, 255, 255, 252, 254};
    float sum = 0;
    for (float level : grey.floats()) {
      sum += level;
    }
    for (int i = 0; i < which.length; i++) {
      assertThat(grey.at(which[i])).isCloseTo(expected[i], Offset.offset(1f));
    }
    assertThat(sum).isCloseTo(31722, Offset.offset(64f));
  }

  // The way in which a camera was held

  /** What {@code ImageOps.exif_transpose} of Pillow 12 makes of 1 2 3 above 4 5 6. */
  private static final String[] UPRIGHT = {
    "123 456", "321 654", "654 321", "456 123", "14 25 36", "41 52 63", "63 52 41", "36 25 14"
  };

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void photographs_are_turned_when_asked(int number) throws IOException {
    Path png = dir.resolve("a.png");
    Images.save(png, Tensor.of(Shape.of(2, 3, 1), 1, 2, 3, 4, 5, 6));
    byte[] plain = Files.readAllBytes(png);
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      Files.write(png, withChunk(plain, exif(number, order)));
      Tensor upright = Images.loadUpright(png, 1);
      assertThat(rows(upright)).isEqualTo(UPRIGHT[number - 1]);
      assertThat(rows(Images.load(png, 1))).isEqualTo("123 456");

      byte[] jpeg = withSegment(exif(number, order));
      assertThat(Orientation.of(ImageFormat.JPEG, jpeg)).isEqualTo(number);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 65535})
  void other_numbers_turn_nothing(int number) throws IOException {
    byte[] file = withSegment(exif(number, ByteOrder.BIG_ENDIAN));
    Path jpeg = Files.write(dir.resolve("a.jpg"), file);
    assertThat(Images.loadUpright(jpeg, 3)).isEqualTo(Images.load(jpeg, 3));
  }

  @Test
  void damaged_exif_turns_nothing() throws IOException {
    byte[] exif = exif(6, ByteOrder.LITTLE_ENDIAN);
    int number = 32; // the end of the two bytes of the number
    for (int length = 0; length < number; length++) {
      byte[] cut = Arrays.copyOf(exif, length);
      Path jpeg = Files.write(dir.resolve("a.jpg"), withSegment(cut));
      assertThat(Images.loadUpright(jpeg, 3)).isEqualTo(Images.load(jpeg, 3));
    }
  }

  @Test
  void a_folder_is_turned_when_asked() throws IOException {
    Path a = Files.createDirectories(dir.resolve("set/a"));
    Files.write(a.resolve("1.jpg"), withSegment(exif(3, ByteOrder.BIG_ENDIAN)));
    ImageOptions options =
        ImageOptions.images().originalSize().labelMode(LabelMode.NONE).shuffle(false);
    Tensor stored = first(options);
    Tensor upright = first(options.upright());
    // The last pixel comes first.
    for (int i = 0; i < stored.size(); i++) {
      int pixel = stored.size() / 3 - 1 - i / 3;
      assertThat(upright.at(i)).isEqualTo(stored.at(pixel * 3 + i % 3));
    }
  }

  private Tensor first(ImageOptions options) {
    try (var pass =
        ImageDirectory.imageDatasetFromDirectory(dir.resolve("set"), options).training().open(0)) {
      Tensor batch = pass.next().x().get(0);
      return batch.reshape(batch.shape().drop(0));
    }
  }

  /** Rows of digits. */
  private static String rows(Tensor image) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < image.size(); i++) {
      text.append(i > 0 && i % image.shape().dim(1) == 0 ? " " : "").append((int) image.at(i));
    }
    return text.toString();
  }

  /** A TIFF file with one entry, and one before it. */
  private static byte[] exif(int number, ByteOrder order) {
    ByteBuffer b = ByteBuffer.allocate(42).order(order);
    b.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
    b.putShort((short) 42).putInt(8).putShort((short) 2);
    b.putShort((short) 0x100).putShort((short) 4).putInt(1).putInt(3);
    b.putShort((short) 0x112).putShort((short) 3).putInt(1).putShort((short) number);
    return b.array();
  }

  private static byte[] withChunk(byte[] png, byte[] exif) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] kind = "eXIf".getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(kind);
    crc.update(exif);
    int header = 33;
    out.write(png, 0, header);
    out.writeBytes(ByteBuffer.allocate(4).putInt(exif.length).array());
    out.writeBytes(kind);
    out.writeBytes(exif);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    out.write(png, header, png.length - header);
    return out.toByteArray();
  }

  /** The photograph of the other tests, 8 x 8, with a segment of EXIF behind its first one. */
  private static byte[] withSegment(byte[] exif) {
    byte[] jpeg = ImagesTest.file("jpeg");
    int first = 4 + ((jpeg[4] & 0xff) << 8 | jpeg[5] & 0xff);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, first);
    out.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xE1});
    out.writeBytes(ByteBuffer.allocate(2).putShort((short) (exif.length + 8)).array());
    out.writeBytes("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(exif);
    out.write(jpeg, first, jpeg.length - first);
    return out.toByteArray();
  }
}
