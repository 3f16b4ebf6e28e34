// SPDX-License-Identifier: Apache-2.0
package io.nyala.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nyala.api.ApiStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the libraries offer is what the files in {@code api} say, so that a change of it is a
 * decision. After one, {@code -Dnyala.api=write} records it anew.
 */
class PublicApiTest {
  private static final Path ROOT = Repository.root();
  private static final ClassLoader LOADER = loader();
  private static final boolean WRITE = "write".equals(System.getProperty("nyala.api"));

  static List<String> libraries() {
    return Repository.libraries(ROOT);
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void the_api_is_the_recorded_one(String library) throws Exception {
    assumeTrue(Repository.isCompiled(ROOT, library), library + " is not part of this build");
    Path recorded = ROOT.resolve("api/" + library + ".txt");
    SortedSet<String> lines = api(ROOT.resolve(library + "/target/classes"));
    if (WRITE) {
      Files.createDirectories(recorded.getParent());
      Files.write(recorded, lines);
    }
    SortedSet<String> missing = new TreeSet<>(Files.readAllLines(recorded));
    SortedSet<String> fresh = new TreeSet<>(lines);
    fresh.removeAll(missing);
    missing.removeAll(lines);
    assertThat(missing).as("gone from the API, or changed").isEmpty();
    assertThat(fresh).as("new in the API; record it with -Dnyala.api=write").isEmpty();
  }

  @Test
  void what_users_see_has_no_internal_types_in_it() throws Exception {
    SortedSet<String> internal = new TreeSet<>();
    SortedSet<String> seen = new TreeSet<>();
    for (String library : Repository.compiledLibraries(ROOT)) {
      for (String exported : exports(ROOT.resolve(library + "/target/classes"))) {
        if (status(exported).equals("internal")) {
          internal.add(exported);
        }
      }
    }
    assertThat(internal).contains("io.nyala.kernel", "io.nyala.plan.cpu");
    for (String library : Repository.compiledLibraries(ROOT)) {
      for (Class<?> type : types(ROOT.resolve(library + "/target/classes"))) {
        if (!internal.contains(type.getPackageName())) {
          add(type, seen);
        }
      }
    }
    String names = String.join("|", internal).replace(".", "\\.");
    Pattern shown = Pattern.compile("\\b(?:" + names + ")\\.[A-Z]");
    seen.removeIf(line -> line.startsWith("internal "));
    assertThat(seen).filteredOn(line -> shown.matcher(line).find()).isEmpty();
  }

  private static SortedSet<String> api(Path classes) throws Exception {
    SortedSet<String> lines = new TreeSet<>();
    for (String exported : exports(classes)) {
      lines.add("package " + exported + " " + status(exported));
    }
    for (Class<?> type : types(classes)) {
      add(type, lines);
    }
    return lines;
  }

  private static String status(String name) throws ClassNotFoundException {
    Class<?> info = Class.forName(name + ".package-info", false, LOADER);
    ApiStatus status = info.getAnnotation(ApiStatus.class);
    assertThat(status)
        .as("package %s is exported: say @ApiStatus(Level.PREVIEW) or the like in it", name)
        .isNotNull();
    return word(status);
  }

  private static String word(ApiStatus status) {
    return status.value().name().toLowerCase(Locale.ROOT);
  }

  /** Returns the packages that a module exports, or all of a library that is no module. */
  private static List<String> exports(Path classes) throws IOException {
    Path descriptor = classes.resolve("module-info.class");
    if (Files.exists(descriptor)) {
      try (InputStream in = Files.newInputStream(descriptor)) {
        return ModuleDescriptor.read(in).exports().stream()
            .map(ModuleDescriptor.Exports::source)
            .toList();
      }
    }
    return Repository.files(classes, "package-info.class").stream()
        .map(file -> classes.relativize(file.getParent()).toString().replace('/', '.'))
        .toList();
  }

  /** Returns all types that users of a module can see. */
  static List<Class<?>> types(Path classes) throws Exception {
    List<Class<?>> types = new ArrayList<>();
    for (String exported : exports(classes)) {
      Path folder = classes.resolve(exported.replace('.', '/'));
      for (String name : names(folder)) {
        Class<?> type = Class.forName(exported + "." + name, false, LOADER);
        if (isOpen(type)) {
          types.add(type);
        }
      }
    }
    return types;
  }

  /** Finds this test's own classes first, then those that only some builds have. */
  private static ClassLoader loader() {
    URL[] more =
        Repository.sparkClassPath(ROOT).stream().map(PublicApiTest::url).toArray(URL[]::new);
    return new URLClassLoader(more, PublicApiTest.class.getClassLoader());
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .toList();
    }
  }

  /** Tells whether a type and all types around it can be seen from outside. */
  private static boolean isOpen(Class<?> type) {
    for (Class<?> t = type; t != null; t = t.getEnclosingClass()) {
      if (!isOpen(t.getModifiers()) || t.isAnonymousClass() || t.isLocalClass()) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOpen(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static void add(Class<?> type, SortedSet<String> lines) {
    StringBuilder head = new StringBuilder(type.toGenericString());
    if (type.getGenericSuperclass() != null) {
      head.append(" extends ").append(type.getGenericSuperclass().getTypeName());
    }
    for (var parent : type.getGenericInterfaces()) {
      head.append(", ").append(parent.getTypeName());
    }
    lines.add(own(type) + head);
    boolean open = !Modifier.isFinal(type.getModifiers());
    for (Constructor<?> c : type.getDeclaredConstructors()) {
      add(c, open, c.toGenericString(), lines);
    }
    for (Method m : type.getDeclaredMethods()) {
      add(m, open, m.toGenericString(), lines);
    }
    for (Field f : type.getDeclaredFields()) {
      add(f, open, f.toGenericString(), lines);
    }
  }

  /** Protected members count where a type can be extended. */
  private static void add(Member member, boolean open, String line, SortedSet<String> lines) {
    int modifiers = member.getModifiers();
    if (!member.isSynthetic()
        && (Modifier.isPublic(modifiers) || open && Modifier.isProtected(modifiers))) {
      lines.add(own((AnnotatedElement) member) + line);
    }
  }

  /** Returns the status of a type or member that has one of its own. */
  private static String own(AnnotatedElement element) {
    ApiStatus status = element.getAnnotation(ApiStatus.class);
    return status == null ? "" : word(status) + " ";
  }
}
