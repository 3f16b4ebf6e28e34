// SPDX-License-Identifier: Apache-2.0
package io.nyala.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.testing.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void name_file() {
    file = folder.resolve("deep/er/model.keras");
  }

  private static AtomicFile.Content text(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<Path> beside() throws IOException {
    try (Stream<Path> all = Files.list(file.getParent())) {
      return all.filter(p -> !p.equals(file)).toList();
    }
  }

  @Test
  void makes_folders_and_leaves_nothing_else() throws IOException {
    AtomicFile.write(file, text("first"));
    AtomicFile.write(file, text("second"));

    assertThat(file).hasContent("second");
    assertThat(beside()).isEmpty();
  }

  @Test
  void writes_lines() throws IOException {
    AtomicFile.writeLines(file, List.of("a", "é"));
    assertThat(Files.readString(file)).isEqualTo("a\né\n");

    AtomicFile.writeLines(file, List.of());
    assertThat(file).isEmptyFile();
  }

  @Test
  void keeps_the_one_that_it_replaces() throws IOException {
    Path previous = file.resolveSibling("before");
    AtomicFile.write(file, previous, text("first"));
    assertThat(previous).doesNotExist();

    AtomicFile.write(file, previous, text("second"));

    assertThat(file).hasContent("second");
    assertThat(previous).hasContent("first");
  }

  @Test
  void failed_content_changes_nothing() throws IOException {
    AtomicFile.write(file, text("first"));

    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw new StackOverflowError("deep content");
                    }))
        .isInstanceOf(StackOverflowError.class);

    assertThat(file).hasContent("first");
    assertThat(beside()).isEmpty();
  }

  @Test
  void a_link_under_a_name_that_can_be_guessed_is_not_followed() throws IOException {
    Files.createDirectories(file.getParent());
    Path victim = Files.writeString(folder.resolve("victim"), "precious");
    Path trap = Files.createSymbolicLink(file.resolveSibling("model.keras.part"), victim);
    Path left = file.resolveSibling("model.keras.0123456789abcdef.part");
    Files.createSymbolicLink(left, victim);

    AtomicFile.write(file, text("model"));

    assertThat(victim).hasContent("precious");
    assertThat(file).hasContent("model").isRegularFile();
    assertThat(trap).isSymbolicLink();
    assertThat(left).isSymbolicLink();
  }

  @Test
  void two_who_write_at_once_do_not_mix() throws IOException {
    AtomicFile.write(
        file,
        out -> {
          out.write(new byte[1 << 17]);
          AtomicFile.write(file, text("quicker"));
          assertThat(file).hasContent("quicker");
          out.write(new byte[1 << 17]);
        });

    assertThat(file).hasBinaryContent(new byte[1 << 18]);
    assertThat(beside()).isEmpty();
  }

  @Test
  void a_long_name_is_no_trouble() throws IOException {
    Path longest = folder.resolve("n".repeat(255));

    AtomicFile.write(longest, text("content"));

    assertThat(longest).hasContent("content");
  }

  @Test
  void what_another_process_is_writing_stays_and_what_a_killed_one_left_goes() throws Exception {
    Process other = start("write", List.of());
    AtomicFile.write(file, text("mine"));
    assertThat(beside()).hasSize(1);
    other.outputWriter().append('\n').flush();
    assertThat(other.waitFor()).isZero();
    assertThat(file).hasContent("of the other process");
    assertThat(beside()).isEmpty();

    Process killed = start("write", List.of());
    killed.destroyForcibly().waitFor();
    assertThat(beside()).hasSize(1);
    assertThat(AtomicFile.leftovers(file)).isEqualTo(beside());
    AtomicFile.write(file, text("mine"));

    assertThat(file).hasContent("mine");
    assertThat(beside()).isEmpty();
  }

  @Test
  void dies_where_it_is_told_to() throws Exception {
    Process other = start("write", List.of("-Dnyala.kill=model.keras whole"));
    other.outputWriter().append('\n').flush();

    assertThat(other.waitFor()).isEqualTo(137);
    assertThat(file).doesNotExist();
    assertThat(beside()).hasSize(1);
    assertThat(beside().get(0)).hasContent("of the other process");
  }

  @Test
  void a_folder_belongs_to_one_at_a_time() throws Exception {
    FolderLock mine = FolderLock.of(folder);
    long me = ProcessHandle.current().pid();
    assertThatThrownBy(() -> FolderLock.of(folder.resolve("../" + folder.getFileName())))
        .isInstanceOf(FolderInUseException.class)
        .hasMessage(
            "%s is in use by process %d; wait until it ends, or use another folder"
                .formatted(folder, me));
    mine.close();

    file = folder.resolve("x");
    Process other = start("hold", List.of());
    assertThatThrownBy(() -> FolderLock.of(folder))
        .isInstanceOf(FolderInUseException.class)
        .hasMessageContaining(folder + " is in use by process " + other.pid());
    other.destroyForcibly().waitFor();

    FolderLock.of(folder).close();
    assertThat(folder).isEmptyDirectory();
  }

  private Process start(String what, List<String> options) throws IOException {
    Path of = what.equals("hold") ? folder : file;
    Process child =
        ChildJvm.running(Holder.class.getName(), options, List.of(what, of.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(child.inputReader().readLine()).isEqualTo("waiting");
    return child;
  }
}
