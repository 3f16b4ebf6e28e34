// SPDX-License-Identifier: Apache-2.0
package io.nyala.rules;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A folder of artifacts in the layout of a Maven repository, held against what Maven Central asks
 * of a publisher (central.sonatype.org/publish/requirements): complete poms, sources and Javadoc
 * beside each jar, checksums, no snapshots. Signatures are not checked; the publisher adds them.
 */
final class Staging {
  private static final String SNAPSHOT = "-SNAPSHOT";

  /** Endings of what accompanies a file. */
  private static final Map<String, String> CHECKSUMS =
      new TreeMap<>(Map.of(".md5", "MD5", ".sha1", "SHA-1"));

  private final Path root;
  private final List<String> problems = new ArrayList<>();
  private final List<String> artifacts = new ArrayList<>();
  private boolean rehearsal;

  private Staging(Path root) {
    this.root = root;
  }

  /** Checks a folder. */
  static Staging check(Path root) throws IOException {
    Staging staging = new Staging(root);
    List<Path> poms = Repository.files(root, ".pom");
    if (poms.isEmpty()) {
      staging.problems.add(root + ": no artifact is staged here (no *.pom)");
    }
    for (Path pom : poms) {
      staging.checkArtifact(pom);
    }
    return staging;
  }

  /** Returns one sentence for each violation; empty when all is well. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** Returns the artifacts that were seen, as {@code artifact:packaging}. */
  List<String> artifacts() {
    return List.copyOf(artifacts);
  }

  /** Returns whether the version is a snapshot, which cannot be published. */
  boolean isRehearsal() {
    return rehearsal;
  }

  private void checkArtifact(Path file) throws IOException {
    Path folder = file.getParent();
    StagedPom pom = StagedPom.read(root, file);
    String where = root.relativize(folder).toString();
    for (String missing : pom.missing()) {
      problem(where, "the pom has no " + missing + ", nor has a parent of it");
    }
    String expected = pom.group().replace('.', '/') + "/" + pom.artifact() + "/" + pom.version();
    if (!where.equals(expected)) {
      problem(where, "the pom is that of " + expected);
    }
    rehearsal |= pom.version().endsWith(SNAPSHOT);
    for (String dependency : pom.dependencies()) {
      // Those of this project follow its own version; a rehearsal is told apart.
      if (dependency.endsWith(SNAPSHOT)
          && !(dependency.startsWith(pom.group() + ":")
              && dependency.endsWith(":" + pom.version()))) {
        problem(where, "depends on the snapshot " + dependency);
      }
    }
    String base = file.getFileName().toString().replaceFirst("\\.pom$", "");
    if (!base.startsWith(pom.artifact() + "-")) {
      problem(where, base + ".pom is not named after the artifact " + pom.artifact());
    }
    if (pom.packaging().equals("jar")) {
      checkJar(folder, where, base + ".jar", name -> name.endsWith(".class"), "class");
      checkJar(folder, where, base + "-sources.jar", name -> name.endsWith(".java"), "source");
      checkJar(folder, where, base + "-javadoc.jar", "index.html"::equals, "index.html");
    }
    checkChecksums(folder, where, base);
    artifacts.add(pom.artifact() + ":" + pom.packaging());
  }

  private void checkJar(
      Path folder, String where, String name, Predicate<String> wanted, String what)
      throws IOException {
    Path jar = folder.resolve(name);
    if (!Files.exists(jar)) {
      problem(where, name + " is missing");
      return;
    }
    try (ZipFile zip = new ZipFile(jar.toFile());
        Stream<? extends ZipEntry> entries = zip.stream()) {
      if (entries.map(ZipEntry::getName).noneMatch(wanted)) {
        problem(where, name + " has no " + what + " in it");
      }
    } catch (ZipException e) {
      problem(where, name + " is no jar: " + e.getMessage());
    }
  }

  private void checkChecksums(Path folder, String where, String base) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.getFileName().toString().startsWith(base)).sorted().toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (name.matches(".*\\.(md5|sha1|sha256|sha512|asc)")) {
        continue;
      }
      for (Map.Entry<String, String> kind : CHECKSUMS.entrySet()) {
        Path sum = folder.resolve(name + kind.getKey());
        if (!Files.exists(sum)) {
          problem(where, name + kind.getKey() + " is missing");
        } else if (!Files.readString(sum, StandardCharsets.US_ASCII)
            .strip()
            .toLowerCase(Locale.ROOT)
            .equals(digest(kind.getValue(), file))) {
          problem(where, name + kind.getKey() + " is not the checksum of " + name);
        }
      }
    }
  }

  static String digest(String algorithm, Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every JDK has both
    }
  }

  private void problem(String where, String text) {
    problems.add(where + ": " + text);
  }
}
