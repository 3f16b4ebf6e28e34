// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version, which the build copies from the pom into the module. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    Module module = Version.class.getModule();
    String missing =
        "without a version" + (module.isNamed() ? "" : ", because it is not run as a module");
    return new String[] {"nyala " + known().orElse(missing)};
  }

  /**
   * Returns the version alone.
   *
   * @throws IllegalStateException if the program is not run as a module made by the build
   */
  static String number() {
    return known()
        .orElseThrow(
            () -> new IllegalStateException("the version is unknown; run the program as a module"));
  }

  private static Optional<String> known() {
    Module module = Version.class.getModule();
    return module.isNamed() ? module.getDescriptor().rawVersion() : Optional.empty();
  }
}
