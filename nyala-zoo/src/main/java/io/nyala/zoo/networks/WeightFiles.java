// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The published files of weights of all networks of the zoo. */
public final class WeightFiles {
  private static final List<WeightFile> ALL =
      Stream.of(LargeNetworkFiles.all(), MobileNetFiles.all(), ScalingNetworkFiles.all())
          .flatMap(List::stream)
          .toList();

  private WeightFiles() {}

  /** Returns all files. */
  public static List<WeightFile> all() {
    return ALL;
  }

  /**
   * Returns the files of a network.
   *
   * @param architecture its name; case, underscores and hyphens do not matter
   */
  public static List<WeightFile> of(String architecture) {
    String key = key(architecture);
    return ALL.stream().filter(f -> key(f.architecture()).equals(key)).toList();
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
