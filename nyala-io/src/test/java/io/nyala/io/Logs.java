// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import java.lang.reflect.Proxy;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * What is logged while something runs; by reflection, since this module does not read logging's.
 */
final class Logs {
  private Logs() {}

  /** Returns the lines that a logger writes. */
  static List<String> of(String loggerName, Runnable work) {
    List<String> lines = new ArrayList<>();
    try {
      Class<?> loggers = Class.forName("java.util.logging.Logger");
      Class<?> filters = Class.forName("java.util.logging.Filter");
      Class<?> records = Class.forName("java.util.logging.LogRecord");
      Object logger = loggers.getMethod("getLogger", String.class).invoke(null, loggerName);
      Object filter =
          Proxy.newProxyInstance(
              filters.getClassLoader(),
              new Class<?>[] {filters},
              (proxy, method, args) -> {
                String message = (String) records.getMethod("getMessage").invoke(args[0]);
                Object[] values = (Object[]) records.getMethod("getParameters").invoke(args[0]);
                lines.add(values == null ? message : MessageFormat.format(message, values));
                return false;
              });
      loggers.getMethod("setFilter", filters).invoke(logger, filter);
      try {
        work.run();
      } finally {
        loggers.getMethod("setFilter", filters).invoke(logger, (Object) null);
      }
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
    return lines;
  }
}
