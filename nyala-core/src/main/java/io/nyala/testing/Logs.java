// SPDX-License-Identifier: Apache-2.0
package io.nyala.testing;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What is logged while something runs. The system's logger is asked by reflection, because the
 * engine does not need it.
 */
public final class Logs {
  private Logs() {}

  /**
   * Returns the messages that a logger was given, and keeps them from the console.
   *
   * @param name of the logger; in this project, a package
   */
  public static List<String> during(String name, Runnable work) {
    List<String> messages = new CopyOnWriteArrayList<>();
    try {
      Class<?> filter = Class.forName("java.util.logging.Filter");
      Class<?> type = Class.forName("java.util.logging.Logger");
      Object logger = type.getMethod("getLogger", String.class).invoke(null, name);
      Object taking =
          Proxy.newProxyInstance(
              filter.getClassLoader(),
              new Class<?>[] {filter},
              (proxy, method, arguments) -> {
                messages.add(message(arguments[0]));
                return false;
              });
      Method setFilter = type.getMethod("setFilter", filter);
      setFilter.invoke(logger, taking);
      try {
        work.run();
      } finally {
        setFilter.invoke(logger, (Object) null);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    return List.copyOf(messages);
  }

  private static String message(Object logged) throws ReflectiveOperationException {
    Class<?> type = Class.forName("java.util.logging.LogRecord");
    String text = (String) type.getMethod("getMessage").invoke(logged);
    Object[] parameters = (Object[]) type.getMethod("getParameters").invoke(logged);
    return parameters == null ? text : MessageFormat.format(text, parameters);
  }
}
