// SPDX-License-Identifier: Apache-2.0
package io.nyala.saving;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.layers.Layers;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.losses.Losses;
import io.nyala.metrics.Metrics;
import io.nyala.optimizers.Optimizers;
import io.nyala.optimizers.Schedules;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Whatever can be set on a layer, an optimizer, a schedule, a loss or a metric is in its form: each
 * setter is called by itself, and what is read from the form has the same fields.
 */
class EverySettingTest {
  /** What Keras has no place for, and what changes nothing: these layers have no weights. */
  private static final Set<String> NOWHERE =
      Set.of(
          "SpatialDropout1D.trainable",
          "SpatialDropout2D.trainable",
          "SpatialDropout3D.trainable",
          "Discretization.trainable",
          "ActivityRegularization.activityRegularizer");

  private final List<String> lost = new ArrayList<>();
  private int kept;

  @Test
  void of_optimizers_survives() {
    check(Optimizers.class, Optimizers::toConfig, Optimizers::fromConfig);
    assertThat(lost).isEmpty();
    assertThat(kept).isGreaterThan(150);
  }

  @Test
  void of_schedules_survives() {
    check(Schedules.class, Schedules::toConfig, Schedules::fromConfig);
    assertThat(lost).isEmpty();
    assertThat(kept).isGreaterThan(5);
  }

  @Test
  void of_losses_survives() {
    check(Losses.class, Losses::toConfig, Losses::fromConfig);
    assertThat(lost).isEmpty();
    assertThat(kept).isGreaterThan(50);
  }

  @Test
  void of_metrics_survives() {
    check(Metrics.class, Metrics::toConfig, Metrics::fromConfig);
    assertThat(lost).isEmpty();
    assertThat(kept).isGreaterThan(20);
  }

  @Test
  @SuppressWarnings("unchecked") // a form is a map
  void of_layers_survives() {
    check(
        Layers.class,
        LayerRegistry::toConfig,
        form -> LayerRegistry.fromConfig((Map<String, ?>) form));
    assertThat(lost).isEmpty();
    assertThat(kept).isGreaterThan(400);
  }

  /** Checks what the static methods of a class make, whose arguments can be made up. */
  private <T> void check(Class<?> factory, Function<T, Object> write, Function<Object, T> read) {
    for (Method maker : factory.getMethods()) {
      if (Modifier.isStatic(maker.getModifiers()) && !maker.getName().equals("byName")) {
        MadeUp.arguments(maker).stream()
            .filter(arguments -> make(maker, arguments) != null)
            .filter(arguments -> reads(maker, arguments, write, read))
            .findFirst()
            .ifPresent(
                arguments -> {
                  @SuppressWarnings("unchecked") // what cannot be written was left out
                  Supplier<T> made = () -> (T) make(maker, arguments);
                  check(made, write, read);
                });
      }
    }
  }

  private static Object make(Method maker, Object... arguments) {
    try {
      maker.setAccessible(true);
      return maker.invoke(null, arguments);
    } catch (InvocationTargetException e) {
      return null;
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("unchecked") // what has another type cannot be written
  private static <T> boolean reads(
      Method maker, Object[] arguments, Function<T, Object> write, Function<Object, T> read) {
    try {
      return read.apply(write.apply((T) make(maker, arguments))) != null;
    } catch (ClassCastException | IllegalArgumentException e) {
      return false;
    }
  }

  private <T> void check(Supplier<T> maker, Function<T, Object> write, Function<Object, T> read) {
    String plain = State.of(maker.get());
    count(maker.get(), "", write, read);
    for (Method setter : MadeUp.setters(maker.get())) {
      for (Object[] arguments : MadeUp.arguments(setter)) {
        T changed = maker.get();
        if (!set(changed, setter, arguments) || State.of(changed).equals(plain)) {
          continue;
        }
        count(changed, "." + setter.getName(), write, read);
        break;
      }
    }
  }

  private <T> void count(
      T object, String what, Function<T, Object> write, Function<Object, T> read) {
    String before = State.of(object);
    String again = State.of(read.apply(write.apply(object)));
    if (again.equals(before)) {
      kept++;
    } else if (!NOWHERE.contains(object.getClass().getSimpleName() + what)) {
      lost.add(object.getClass().getSimpleName() + what);
    }
  }

  private static boolean set(Object object, Method setter, Object... arguments) {
    try {
      setter.setAccessible(true);
      setter.invoke(object, arguments);
      return true;
    } catch (InvocationTargetException e) {
      return false; // not a value for this setter
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
