// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A server deploys an application again and again, on threads that live on. */
class RedeployTest {
  /** More, to see metaspace and threads stay flat: {@code -Dnyala.redeployments=1000}. */
  private static final int DEPLOYMENTS = Integer.getInteger("nyala.redeployments", 5);

  private static final long DEADLINE_MILLIS = 20_000;

  @Test
  void releases_class_loaders_and_threads_of_removed_applications() throws Exception {
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    try (ExecutorService server = Executors.newFixedThreadPool(1)) {
      for (int i = 0; i < DEPLOYMENTS; i++) {
        loaders.add(server.submit(RedeployTest::deployAndRemove).get());
      }
      // The JDK keeps the class for which it last made a record's methods, by a soft reference.
      List<WeakReference<ClassLoader>> replaced = loaders.subList(0, DEPLOYMENTS - 1);
      long deadline = System.currentTimeMillis() + DEADLINE_MILLIS;
      while ((replaced.stream().anyMatch(l -> l.get() != null) || workers() > 0)
          && System.currentTimeMillis() < deadline) {
        Thread.sleep(100);
        System.gc();
      }
      assertThat(replaced).allSatisfy(l -> assertThat(l.get()).isNull());
      assertThat(workers()).isZero();
    }
  }

  private static WeakReference<ClassLoader> deployAndRemove() throws Exception {
    try (URLClassLoader loader = new URLClassLoader(classPath(), null)) {
      Supplier<?> application =
          (Supplier<?>)
              loader
                  .loadClass(RedeployedApplication.class.getName())
                  .getDeclaredConstructor()
                  .newInstance();
      assertThat(application).isNotInstanceOf(RedeployedApplication.class);
      assertThat(application.get()).hasToString("(64, 1)");
      return new WeakReference<>(loader);
    }
  }

  private static long workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith("nyala-worker-"))
        .count();
  }

  private static URL[] classPath() throws IOException {
    return new URL[] {
      location(Tensor.class), location(Model.class), location(RedeployedApplication.class)
    };
  }

  private static URL location(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }
}
