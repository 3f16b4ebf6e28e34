// SPDX-License-Identifier: Apache-2.0
package io.nyala.saving;

import io.nyala.activations.ActivationFunction;
import io.nyala.activations.Activations;
import io.nyala.constraints.Constraint;
import io.nyala.constraints.MaxNorm;
import io.nyala.initializers.Constant;
import io.nyala.initializers.Initializer;
import io.nyala.layers.Layers;
import io.nyala.layers.base.Layer;
import io.nyala.layers.recurrent.GRUCell;
import io.nyala.layers.recurrent.LSTM;
import io.nyala.layers.recurrent.Recurrent;
import io.nyala.layers.recurrent.RecurrentCell;
import io.nyala.regularizers.L1;
import io.nyala.regularizers.Regularizer;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Arguments for methods of which only the types are known. */
final class MadeUp {
  /** Methods that set nothing, or what is said with each call of a layer. */
  private static final Set<String> OTHERS =
      Set.of("named", "add", "copy", "take", "useCausalMask", "returnAttentionScores");

  private MadeUp() {}

  /** Returns the methods of an object that return it and take what can be made up. */
  static List<Method> setters(Object object) {
    List<Method> setters = new ArrayList<>();
    for (Method m : object.getClass().getMethods()) {
      if (!Modifier.isStatic(m.getModifiers())
          && !m.isBridge()
          && m.getParameterCount() <= 2
          && m.getReturnType().isInstance(object)
          && m.getReturnType().getPackageName().startsWith("io.nyala.")
          && !OTHERS.contains(m.getName())) {
        setters.add(m);
      }
    }
    return setters;
  }

  /** Returns lists of arguments to try, none where a type is not known. */
  static List<Object[]> arguments(Method method) {
    List<Object[]> lists = new ArrayList<>();
    lists.add(new Object[0]);
    for (Class<?> type : method.getParameterTypes()) {
      List<Object[]> longer = new ArrayList<>();
      for (Object[] list : lists) {
        for (Object value : values(type)) {
          Object[] more = Arrays.copyOf(list, list.length + 1);
          more[list.length] = value;
          longer.add(more);
        }
      }
      lists = longer;
    }
    return lists;
  }

  private static List<Object> values(Class<?> type) {
    if (type.isEnum()) {
      return List.of(type.getEnumConstants());
    }
    return switch (type.getTypeName()) {
      case "int", "java.lang.Integer" -> List.of(3, 2, 1);
      case "long" -> List.of(17L);
      case "java.lang.Long" -> List.of(17L);
      case "double", "java.lang.Double" -> List.of(0.37, 1.5, 7.0);
      case "boolean" -> List.of(true, false);
      case "java.lang.String" -> List.of("relu", "abc,cd->abd", "text");
      case "int[]" -> List.of(new int[] {1}, new int[] {2}, new int[] {2, 1}, new int[] {1, 2, 3});
      case "double[]" -> List.of(new double[] {0.2, 0.4}, new double[] {0.2});
      case "long[]" -> List.of(new long[] {3});
      case "java.lang.String[]" -> List.of((Object) new String[] {"bias", "gamma"});
      default -> objects(type);
    };
  }

  private static List<Object> objects(Class<?> type) {
    if (type == Initializer.class) {
      return List.of(new Constant(0.25));
    } else if (type == Regularizer.class) {
      return List.of(new L1(0.125));
    } else if (type == Constraint.class) {
      return List.of(new MaxNorm(1.5, List.of(0)));
    } else if (type == ActivationFunction.class) {
      return List.of(Activations.SELU);
    } else if (type == RecurrentCell.class) {
      return List.of(new GRUCell(2));
    } else if (type == Recurrent.class) {
      return List.of(new LSTM(2));
    } else if (type == Layer.class) {
      return List.of(Layers.dense(2));
    }
    return List.of();
  }
}
