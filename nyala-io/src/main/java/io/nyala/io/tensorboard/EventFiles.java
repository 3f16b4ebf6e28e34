// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Names of event files. */
public final class EventFiles {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private EventFiles() {}

  /** Returns whether TensorBoard would treat a file of this name as an event file. */
  public static boolean isEventFile(Path file) {
    return file.getFileName().toString().contains("tfevents");
  }

  /** Returns a unique file name that sorts by time. */
  static String newName(long seconds) {
    return "events.out.tfevents.%010d.%s.%d.%d.v2"
        .formatted(seconds, host(), ProcessHandle.current().pid(), NUMBER.getAndIncrement());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9_-]", "-");
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
