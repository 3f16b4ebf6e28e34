// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.io.files.ElementType;
import io.nyala.io.files.FormatException;
import io.nyala.limits.LimitException;
import io.nyala.tensor.Shape;
import io.nyala.testing.FileFuzz;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pickles written by hand; the operations are those of Python's pickletools. */
class UnpicklerTest {
  /** A storage of six floats, and the function that makes a tensor of it. */
  private static final String TENSOR =
      "ctorch._utils\n_rebuild_tensor_v2\n((U\u0007storagectorch\nFloatStorage\nU\u00010U\u0003cpuK\u0006tQ";

  @TempDir Path folder;

  /** Characters are bytes. */
  private static Object read(String pickle) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(pickle.getBytes(StandardCharsets.ISO_8859_1));
    return new Unpickler(bytes, new TorchObjects("a.pt"), "a.pt").read();
  }

  @Test
  void values_are_those_of_python() throws IOException {
    assertThat(read("\u0080\u0002K\u0007.")).isEqualTo(7L);
    assertThat(read("M\u00e9\u0003.")).isEqualTo(1001L);
    assertThat(read("J\u00fe\u00ff\u00ff\u00ff.")).isEqualTo(-2L);
    assertThat(read("\u008a\u0000.")).isEqualTo(0L);
    assertThat(read("\u008a\u0001\u00ff.")).isEqualTo(-1L);
    assertThat(read("\u008a\u0009\0\0\0\0\0\0\0\0\u0001.")).isEqualTo(BigInteger.ONE.shiftLeft(64));
    assertThat(read("G\u003f\u00f8\0\0\0\0\0\0.")).isEqualTo(1.5);
    assertThat(read("X\u0005\0\0\0caf\u00c3\u00a9.")).isEqualTo("caf\u00e9");
    assertThat(read("](K\u0001K\u0002e.")).isEqualTo(List.of(1L, 2L));
    assertThat(read("}(U\u0001aK\u0001U\u0001bG\u003f\u00f8\0\0\0\0\0\0u."))
        .isEqualTo(Map.of("a", 1L, "b", 1.5));
    assertThat(read("K\u0001q\u0005h\u0005\u0086.")).isEqualTo(new Tuple(List.of(1L, 1L)));
  }

  @Test
  void tensors_are_views_of_storages() throws IOException {
    StoredTensor tensor = (StoredTensor) read(TENSOR + "K\u0001K\u0002\u0085K\u0002\u0085tR.");
    assertThat(tensor.storage()).isEqualTo(new Storage("0", ElementType.F32, 6));
    assertThat(tensor.shape()).isEqualTo(Shape.of(2));
    assertThat(tensor.offset()).isEqualTo(1);
    assertThat(tensor.isDense()).isFalse();
    assertThat(tensor.span()).isEqualTo(3);
  }

  /** Files before PyTorch 0.4 name parts of storages: key, offset and size. */
  @Test
  void tensors_may_be_views_of_parts_of_storages() throws IOException {
    String part = TENSOR.replace("K\u0006tQ", "K\u0006(U\u0001vK\u0002K\u0003ttQ");
    StoredTensor tensor = (StoredTensor) read(part + "K\u0001K\u0002\u0085K\u0001\u0085tR.");
    assertThat(tensor.offset()).isEqualTo(3);
    assertThat(tensor.storage().count()).isEqualTo(6);
    assertThatThrownBy(() -> read(part + "K\u0002K\u0002\u0085K\u0001\u0085tR."))
        .hasMessageContaining("begins at element 2 of a storage of 3");
    String outside = TENSOR.replace("K\u0006tQ", "K\u0006(U\u0001vK\u0004K\u0003ttQ.");
    assertThatThrownBy(() -> read(outside)).hasMessageContaining("lies outside of it");
  }

  @ParameterizedTest
  @CsvSource({
    "'K\\1K\\6\\205K\\1\\205tR.', begins at element 1 of a storage of 6",
    "'K\\0K\\2K\\2\\206K\\1\\205tR.', 2 sizes and 1 strides",
    "'K\\0J\\377\\377\\377\\377\\205K\\1\\205tR.', not whole numbers",
    "'J\\377\\377\\377\\377K\\2\\205K\\1\\205tR.', not made of a storage",
    "'K\\0\\212\\10\\0\\0\\0\\0\\0\\0\\0\\100\\205K\\1\\205tR.', an extent of 4611686018427387904",
    "'K\\0K\\2\\205\\212\\10\\377\\377\\377\\377\\377\\377\\377\\177\\205tR.', too large",
    "'K\\0J\\377\\377\\377\\177J\\377\\377\\377\\177\\206K\\0K\\0\\206tR.', too large",
  })
  void tensors_outside_of_their_storages_are_refused(String end, String why) {
    assertThatThrownBy(() -> read(TENSOR + octal(end)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(why);
  }

  /** Returns a text with octal numbers for bytes. */
  private static String octal(String text) {
    return java.util.regex.Pattern.compile("\\\\([0-7]{1,3})")
        .matcher(text)
        .replaceAll(
            m ->
                java.util.regex.Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(m.group(1), 8))));
  }

  @ParameterizedTest
  @CsvSource({
    "'.', more values than there are",
    "'K\\1K\\2.', before its last object is complete",
    "'t.', has no mark",
    "'K\\1(\\206.', more values than there are",
    "'h\\7.', refers to object 7",
    "'X\\377\\377\\377\\177ab.', 'declares 2147483647 bytes'",
    "'\\215\\377\\377\\377\\377\\377\\377\\377\\177ab.', declares 9223372036854775807 bytes",
    "'T\\377\\377\\377\\377ab.', declares -1 bytes",
    "'\\213\\377\\377\\377\\177.', a number of 2147483647 bytes",
    "'K', truncated",
    "'\\200\\1K\\1.', pickle of protocol 1",
    "'\\225\\377\\0\\0\\0\\0\\0\\0\\0K\\1.', declares 255 bytes",
    "'I1\n.', the operation 0x49",
    "'ccopy_reg\n_reconstructor\n.', copy_reg._reconstructor",
    "'c__builtin__\neval\nU\\0041+1.\\205R.', __builtin__.eval",
    "'U\\2osU\\6system\\223.', os.system",
    "'cos\u001b[2J\nsystem\n.', os?[2J.system",
    "'ctorch\nFloatStorage\n)R.', calls something that is no function",
    "'ctorch\nfloat32\n)R.', calls something that is no function",
    "'ccollections\nOrderedDict\n)\\201.', the operation 0x81",
    "'ccollections\nOrderedDict\nK\\1\\205R.', something but pairs",
    "'K\\1K\\2a.', not a list",
    "')K\\2a.', not a list",
    "'K\\1K\\2K\\3s.', not a dictionary",
    "'})K\\1s.', a key that is no string or number",
    "'}]K\\1s.', a key that is no string or number",
    "'U\\6moduleU\\1a\\206Q.', not a storage",
    "'K\\1}b.', sets attributes of something",
    "'ctorch._utils\n_rebuild_parameter\nK\\1\\205R.', a parameter is not a tensor",
  })
  void everything_else_is_refused(String pickle, String why) {
    assertThatThrownBy(() -> read(octal(pickle)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("a.pt")
        .hasMessageContaining(why);
  }

  @Test
  void one_storage_has_one_type_and_size() {
    String storage = "(U\u0007storagectorch\n%sStorage\nU\u00010U\u0003cpuK%stQ";
    String two =
        storage.formatted("Float", "\u0006") + storage.formatted("Half", "\u0006") + "\u0086.";
    assertThatThrownBy(() -> read(two))
        .hasMessageContaining("storage 0 has 6 elements of type F32 in one place and 6 of F16");
  }

  @Test
  void bombs_meet_the_limit_of_memory() {
    System.setProperty("nyala.limit.memory", "1m");
    try {
      // Nested a million times; a million references; dictionaries copied a thousand times.
      String nested = "]".repeat(1_000_000) + "a".repeat(999_999) + ".";
      String references = "(K\u0001" + "\u0094".repeat(1_000_000) + "t.";
      String copies =
          "}("
              + entries(1000)
              + "u\u0094("
              + "ccollections\nCounter\nh\0\u0085R".repeat(1000)
              + "t.";
      for (String bomb : List.of(nested, references, copies)) {
        assertThatThrownBy(() -> read(bomb))
            .isInstanceOf(LimitException.class)
            .hasMessageContaining("nyala.limit.memory");
      }
    } finally {
      System.clearProperty("nyala.limit.memory");
    }
  }

  private static String entries(int count) {
    StringBuilder entries = new StringBuilder();
    for (int i = 0; i < count; i++) {
      entries.append('M').append((char) (i & 255)).append((char) (i >> 8)).append('N');
    }
    return entries.toString();
  }

  @Test
  void deep_and_cyclic_objects_do_no_harm() throws IOException {
    assertThat(read("]".repeat(100_000) + "a".repeat(99_999) + ".")).isInstanceOf(List.class);
    Object cyclic = read("}q\0U\u0005modelh\0s.");
    assertThatThrownBy(() -> StateDictionary.in(cyclic, "a.pt"))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("has no dictionary of tensors");
  }

  @Test
  void mutated_pickles_are_refused_in_order() throws IOException {
    String pickle = "\u0080\u0002}q\u0001(U\u0001a" + TENSOR + "K\0K\u0002\u0085K\u0001\u0085tRu.";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(pickle.getBytes(StandardCharsets.ISO_8859_1));
    Path file = Files.write(folder.resolve("a.pkl"), out.toByteArray());
    FileFuzz.Outcome outcome =
        FileFuzz.run(
            file,
            3,
            IOException.class::isInstance,
            f -> {
              ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(f));
              Object content = new Unpickler(bytes, new TorchObjects("a"), "a").read();
              StateDictionary.in(content, "a");
            });
    assertThat(outcome.refused()).isPositive();
  }
}
