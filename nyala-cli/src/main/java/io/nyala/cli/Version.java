// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import picocli.CommandLine.IVersionProvider;

/** The version, which the build copies from the pom into the module. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    Module module = Version.class.getModule();
    String version =
        module.isNamed()
            ? module.getDescriptor().rawVersion().orElse("without a version")
            : "without a version, because it is not run as a module";
    return new String[] {"nyala " + version};
  }
}
