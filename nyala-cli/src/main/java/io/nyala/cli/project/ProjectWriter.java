// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli.project;

import io.nyala.data.Examples;
import io.nyala.data.images.Images;
import io.nyala.data.samples.ShapeImages;
import io.nyala.io.files.Folders;
import io.nyala.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes a project from the templates. */
public final class ProjectWriter {
  private static final int PICTURES = 1_200;

  private static final Shape ONE = Shape.of(ShapeImages.SIZE, ShapeImages.SIZE, 3);

  /** Fewer than there are: enough to begin with. */
  private static final List<String> SHAPES = List.of("disc", "plus", "rows", "columns");

  private static final List<String> COMMON =
      List.of("pom.xml", "Dockerfile", "README.md", "jvm.args");

  private final ProjectTask task;
  private final String packageName;
  private final String version;

  /**
   * Creates a writer.
   *
   * @param packageName the package of the program, such as {@code org.example}
   * @param version the version of Nyala on which the project depends
   */
  public ProjectWriter(ProjectTask task, String packageName, String version) {
    this.task = task;
    this.packageName = packageName;
    this.version = version;
  }

  /**
   * Writes the project into a folder that does not exist yet or is empty. If it fails, nothing is
   * left behind.
   */
  public void write(Path folder) throws IOException {
    Path target = folder.toAbsolutePath().normalize();
    Path parent = Files.createDirectories(target.getParent());
    Path draft = Files.createTempDirectory(parent, ".nyala-new");
    try {
      fill(draft, name(target));
      Files.deleteIfExists(target); // an empty one
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      Folders.delete(draft);
      throw e;
    }
  }

  /** Returns the name of the artifact for a folder: its own name, as Maven accepts it. */
  static String name(Path folder) {
    String plain =
        folder
            .getFileName()
            .toString()
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9_.-]+", "-")
            .replaceAll("^[^a-z0-9]+|[^a-z0-9]+$", "");
    return plain.isEmpty() ? "my-model" : plain;
  }

  private void fill(Path folder, String name) throws IOException {
    Map<String, String> words =
        Map.of(
            "name",
            name,
            "package",
            packageName,
            "version",
            version,
            "purpose",
            task.purpose(),
            "query",
            task.query(),
            "data",
            task.data());
    for (String file : COMMON) {
      put(folder.resolve(file), "common/" + file, words);
    }
    put(folder.resolve(".gitignore"), "common/gitignore", words);
    put(folder.resolve(".dockerignore"), "common/dockerignore", words);
    String source = "java/" + packageName.replace('.', '/');
    Path main = folder.resolve("src/main").resolve(source);
    put(main.resolve("Train.java"), task.id() + "/Train.java", words);
    put(main.resolve("Serve.java"), (task.isTable() ? "common" : task.id()) + "/Serve.java", words);
    put(
        folder.resolve("src/test").resolve(source).resolve("TrainTest.java"),
        task.id() + "/TrainTest.java",
        words);
    writeData(Files.createDirectories(folder.resolve("data")).resolve(task.data()));
  }

  private void writeData(Path target) throws IOException {
    if (task != ProjectTask.IMAGES) {
      Files.writeString(target, SampleTables.of(task));
      return;
    }
    Examples shapes = ShapeImages.generate(PICTURES, 1);
    for (int i = 0; i < PICTURES; i++) {
      String shape = ShapeImages.NAMES.get(shapes.y().ints()[i]);
      if (!SHAPES.contains(shape)) {
        continue;
      }
      Path folder = target.resolve(shape);
      Files.createDirectories(folder);
      Images.save(
          folder.resolve(String.format(Locale.ROOT, "%03d.png", i)),
          shapes.x().slice(0, i, 1).reshape(ONE).times(255));
    }
  }

  private static void put(Path file, String template, Map<String, String> words)
      throws IOException {
    Files.createDirectories(file.getParent());
    try (InputStream in = ProjectWriter.class.getResourceAsStream(template + ".template")) {
      if (in == null) {
        throw new IllegalStateException("there is no template " + template);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> word : words.entrySet()) {
        text = text.replace("@" + word.getKey() + "@", word.getValue());
      }
      Files.writeString(file, text);
    }
  }
}
