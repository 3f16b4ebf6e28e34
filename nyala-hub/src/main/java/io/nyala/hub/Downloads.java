// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Downloads files over HTTP. A file that exists under its name is complete and has the right
 * checksum; until then it is called {@code NAME.part}. A download that was killed goes on where it
 * stopped, if the server still has the same version of the file.
 *
 * <p>Two environment variables apply to {@link #of}: {@code NYALA_OFFLINE=1} turns downloads off,
 * and {@code NYALA_MIRROR} is the address of a server that has the files under their host and path,
 * as {@code wget -x} saves them.
 */
public final class Downloads {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The age from which partial files that nothing resumes are deleted. */
  private static final Duration LEFT = Duration.ofDays(1);

  private static final List<String> OFF = List.of("", "0", "false", "no", "off");

  private final Duration patience;
  private final boolean offline;
  private final String mirror;
  private final DownloadListener listener;
  private final Disk disk;

  /** Creates a downloader. */
  public Downloads() {
    this(PATIENCE);
  }

  /**
   * Creates a downloader.
   *
   * @param patience the timeout for a response, and for each further part of a file
   */
  Downloads(Duration patience) {
    this(patience, false, "", DownloadListener.NONE, Disk.REAL);
  }

  private Downloads(
      Duration patience, boolean offline, String mirror, DownloadListener listener, Disk disk) {
    this.patience = patience;
    this.offline = offline;
    this.mirror = mirror;
    this.listener = listener;
    this.disk = disk;
  }

  /** Creates a downloader with the settings in environment variables. */
  public static Downloads of(Map<String, String> environment) {
    String off = environment.getOrDefault("NYALA_OFFLINE", "").strip().toLowerCase(Locale.ROOT);
    return new Downloads(
        PATIENCE,
        !OFF.contains(off),
        environment.getOrDefault("NYALA_MIRROR", "").strip(),
        DownloadListener.NONE,
        Disk.REAL);
  }

  /** Returns a downloader that downloads nothing, if so: files must be there already. */
  public Downloads offline(boolean so) {
    return new Downloads(patience, so, mirror, listener, disk);
  }

  /** Returns a downloader that asks a mirror instead of the addresses of the files. */
  public Downloads mirror(URI address) {
    return new Downloads(patience, offline, address.toString(), listener, disk);
  }

  /** Returns a downloader that tells how it gets on. */
  public Downloads listener(DownloadListener told) {
    return new Downloads(patience, offline, mirror, told, disk);
  }

  /** Returns a downloader that writes to another disk. */
  Downloads disk(Disk other) {
    return new Downloads(patience, offline, mirror, listener, other);
  }

  /**
   * Downloads a file from the first of its addresses that works, unless it is there already.
   *
   * <p>An address is abandoned if it does not respond, if almost no data arrives in 20 seconds, or
   * if more data arrives than the file can have.
   *
   * @param file the file to download
   * @param folder the target folder, created if necessary
   * @return the path of the file
   * @throws IOException if no address works; the message gives the reason for each
   * @throws InterruptedException if the thread is interrupted
   */
  public Path fetch(RemoteFile file, Path folder) throws IOException, InterruptedException {
    Path target = folder.resolve(file.name());
    if (Files.exists(target)) {
      return target;
    }
    List<URI> homes = homes(file);
    if (offline) {
      throw new IOException("downloads are turned off (NYALA_OFFLINE)");
    }
    Files.createDirectories(folder);
    removeLeft(file, folder);
    List<String> failures = new ArrayList<>();
    HttpClient client = client();
    try {
      for (URI home : homes) {
        String problem = fetch(client, home, file, target);
        if (problem == null) {
          return target;
        }
        failures.add(home + ": " + problem);
      }
    } finally {
      client.shutdownNow();
    }
    throw new IOException(String.join("; ", failures));
  }

  /** Returns the problem, or null. */
  private String fetch(HttpClient client, URI home, RemoteFile file, Path target)
      throws IOException, InterruptedException {
    try (PartFile part = PartFile.open(disk, target.getParent(), file.name())) {
      if (Files.exists(target)) {
        return null; // another run was faster
      }
      Transfer transfer = new Transfer(client, patience, home, file, listener);
      boolean continued = part.size() > 0 && part.validator(home).isPresent();
      String problem = received(transfer, part);
      if (problem != null) {
        return problem;
      }
      problem = Content.problem(file, part.path(), target);
      if (problem != null && continued) {
        // The beginning may be of another version after all.
        part.restart(home, "");
        problem = received(transfer, part);
        problem = problem == null ? Content.problem(file, part.path(), target) : problem;
      }
      if (problem == null) {
        part.moveTo(target);
      } else {
        part.discard();
      }
      return problem;
    }
  }

  private static String received(Transfer transfer, PartFile part)
      throws IOException, InterruptedException {
    try {
      return transfer.into(part);
    } catch (IOException e) {
      part.discard(); // make room on a full disk
      throw e;
    }
  }

  private List<URI> homes(RemoteFile file) throws IOException {
    if (mirror.isEmpty()) {
      return file.homes();
    }
    if (!mirror.matches("https?://.+")) {
      throw new IOException(
          "NYALA_MIRROR must be an address that begins with http:// or https://, got '%s'"
              .formatted(mirror));
    }
    String base = mirror.endsWith("/") ? mirror : mirror + "/";
    return file.homes().stream()
        .map(home -> URI.create(base + home.getHost() + home.getRawPath()))
        .toList();
  }

  private HttpClient client() {
    return HttpClient.newBuilder()
        .connectTimeout(patience)
        .followRedirects(HttpClient.Redirect.NORMAL)
        .build();
  }

  private static void removeLeft(RemoteFile file, Path folder) throws IOException {
    Instant recent = Instant.now().minus(LEFT);
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*" + PartFile.END)) {
      for (Path part : parts) {
        String name = part.getFileName().toString();
        if (name.startsWith(file.name())
            && !name.equals(file.name() + PartFile.END)
            && Files.getLastModifiedTime(part).toInstant().isBefore(recent)) {
          Files.deleteIfExists(part);
        }
      }
    }
  }
}
