// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.api.NyalaVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"nyala " + NyalaVersion.number()};
  }
}
