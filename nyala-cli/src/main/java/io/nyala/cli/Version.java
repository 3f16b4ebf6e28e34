// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the module; the pom is where it stands. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    Module module = Version.class.getModule();
    String version =
        module.isNamed()
            ? module.getDescriptor().rawVersion().orElse("without a version")
            : "without a version, for it is not run as a module";
    return new String[] {"nyala " + version};
  }
}
