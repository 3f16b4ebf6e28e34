// SPDX-License-Identifier: Apache-2.0
package io.nyala.arguments;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.activations.ActivationFunction;
import io.nyala.activations.Activations;
import io.nyala.batches.BatchSource;
import io.nyala.callbacks.Callbacks;
import io.nyala.callbacks.LambdaCallback;
import io.nyala.callbacks.ModelCheckpoint;
import io.nyala.constraints.Constraints;
import io.nyala.initializers.Initializers;
import io.nyala.layers.Layers;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.layers.core.InputLayer;
import io.nyala.layers.preprocessing.Discretization;
import io.nyala.layers.recurrent.Recurrent;
import io.nyala.layers.recurrent.RecurrentCell;
import io.nyala.layers.recurrent.SimpleRNNCell;
import io.nyala.layers.recurrent.StackedRNNCells;
import io.nyala.losses.Loss;
import io.nyala.losses.Losses;
import io.nyala.metrics.IoU;
import io.nyala.metrics.Metrics;
import io.nyala.models.Compile;
import io.nyala.models.EvaluateOptions;
import io.nyala.models.FitOptions;
import io.nyala.models.Model;
import io.nyala.models.ModelConfigs;
import io.nyala.models.Sequential;
import io.nyala.ops.Value;
import io.nyala.optimizers.Optimizer;
import io.nyala.optimizers.Optimizers;
import io.nyala.optimizers.SGD;
import io.nyala.optimizers.Schedule;
import io.nyala.optimizers.Schedules;
import io.nyala.regularizers.Regularizers;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever a user can call says by name what must not be null. */
class NullArgumentsTest {
  private static final List<Class<?>> FACTORIES =
      List.of(
          Layers.class,
          Losses.class,
          Metrics.class,
          Optimizers.class,
          Schedules.class,
          Callbacks.class,
          LambdaCallback.class,
          Initializers.class,
          Regularizers.class,
          Constraints.class,
          Activations.class,
          FitOptions.class,
          EvaluateOptions.class,
          Compile.class,
          Sequential.class,
          Model.class,
          ModelConfigs.class,
          IoU.class,
          InputLayer.class,
          LayerRegistry.class);

  /** Where null means none, as the comments there say: the setter and the kind of the argument. */
  private static final Set<String> NULL_IS_NONE =
      Set.of(
          "activityRegularizer Regularizer",
          "biasRegularizer Regularizer",
          "kernelRegularizer Regularizer",
          "recurrentRegularizer Regularizer",
          "depthwiseRegularizer Regularizer",
          "pointwiseRegularizer Regularizer",
          "embeddingsRegularizer Regularizer",
          "alphaRegularizer Regularizer",
          "betaRegularizer Regularizer",
          "gammaRegularizer Regularizer",
          "biasConstraint Constraint",
          "kernelConstraint Constraint",
          "recurrentConstraint Constraint",
          "depthwiseConstraint Constraint",
          "pointwiseConstraint Constraint",
          "embeddingsConstraint Constraint",
          "alphaConstraint Constraint",
          "betaConstraint Constraint",
          "gammaConstraint Constraint",
          "biasAxes String",
          "maskToken Integer",
          "loss Loss",
          "losses Loss",
          "fromConfig Object",
          "toConfig Optimizer",
          "toConfig Loss",
          "toConfig Metric",
          "toConfig Initializer",
          "toConfig Regularizer",
          "toConfig Constraint",
          "learningRate Schedule",
          "distribute DataParallel",
          "messagesTo Appendable",
          "Dice int[]",
          "Tversky int[]",
          "CosineDecay Double",
          "Orthogonal Long",
          "RandomNormal Long",
          "RandomUniform Long",
          "TruncatedNormal Long",
          "VarianceScaling Long");

  /** What the framework calls, and users write. */
  private static final Set<String> HOOKS =
      Set.of(
          "trace Call List",
          "buildOn List",
          "callForm List",
          "readCall List Map",
          "of Value Value Value Value",
          "divisor Value Value Value Value",
          "perSample Value Value",
          "check Tensor Shape",
          "checkShapes Shape Shape",
          "update List Tensor",
          "update Tensor Tensor",
          "observed Value Value",
          "initialize Shape long",
          "project Value",
          "loss Value",
          "apply Value",
          "bind float[] float[] List",
          "variables List",
          "requireSettableRate String",
          "equals Object",
          "restore double[]",
          "restore Map",
          "onData List List",
          "onEpochEnd int Map",
          "onTrainEnd Map",
          "onTrainBatchEnd int Map",
          "onTestEnd Map",
          "onTestBatchEnd int Map");

  private final List<String> silent = new ArrayList<>();
  private int tried;

  /** Calls with null for one argument after the other, and for an element of arrays. */
  private void probe(Executable e, Object on) {
    Class<?>[] types = e.getParameterTypes();
    String name = e instanceof Method ? e.getName() : e.getDeclaringClass().getSimpleName();
    String signature =
        name + Arrays.stream(types).map(t -> " " + t.getSimpleName()).reduce("", String::concat);
    if (HOOKS.contains(signature)) {
      return;
    }
    for (int i = 0; i < types.length; i++) {
      if (!types[i].isPrimitive()) {
        expectRefusal(e, on, i, null, name + " " + types[i].getSimpleName());
      }
      Class<?> element = types[i].getComponentType();
      if (element != null && !element.isPrimitive()) {
        Object array = Array.newInstance(element, 1);
        expectRefusal(e, on, i, array, name + " " + element.getSimpleName());
      }
    }
  }

  private void expectRefusal(Executable e, Object on, int at, Object value, String what) {
    if (NULL_IS_NONE.contains(what)) {
      return;
    }
    Object[] arguments = samples(e);
    arguments[at] = value;
    tried++;
    try {
      call(e, on, arguments);
      silent.add(shortly(e) + ": nothing is said of argument " + at);
    } catch (IllegalArgumentException refusal) {
      if (!String.valueOf(refusal.getMessage())
          .matches("(?s).*\\S+ must not (be|contain) null.*")) {
        silent.add(shortly(e) + ": argument " + at + ": " + refusal);
      }
    } catch (RuntimeException other) {
      silent.add(shortly(e) + ": argument " + at + ": " + other);
    }
  }

  private static String shortly(Executable e) {
    return e.toString().replaceAll("\\b[a-z]+\\.|public |static |final ", "");
  }

  private static Object call(Executable e, Object on, Object... arguments) {
    try {
      return e instanceof Method m
          ? m.invoke(on, arguments)
          : ((Constructor<?>) e).newInstance(arguments);
    } catch (InvocationTargetException x) {
      if (x.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(x.getCause());
    } catch (ReflectiveOperationException x) {
      throw new IllegalStateException(x);
    }
  }

  private static Object[] samples(Executable e) {
    String name = e instanceof Method ? e.getName() : e.getDeclaringClass().getSimpleName();
    Object[] samples = new Object[e.getParameterCount()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = sample(e.getParameterTypes()[i], name, e.getDeclaringClass());
    }
    return samples;
  }

  private static Object sample(Class<?> type, String name, Class<?> of) {
    String lower = name.toLowerCase(java.util.Locale.ROOT);
    if (type == int[].class) {
      return switch (lower) {
        case "permute" -> new int[] {2, 1};
        case "integerlookup" -> new int[] {5, 7};
        default -> lower.contains("2d") ? new int[] {2, 2} : new int[] {1};
      };
    }
    if (type == String.class) {
      return switch (of.getSimpleName()) {
        case "Initializers" -> "zeros";
        case "Regularizers" -> "l2";
        case "Constraints" -> "non_neg";
        case "Losses", "Metrics" -> "mse";
        case "Optimizers" -> "adam";
        default ->
            lower.contains("initializer") ? "zeros" : lower.equals("padding") ? "same" : "relu";
      };
    }
    Map<Class<?>, Object> byType = new LinkedHashMap<>();
    byType.put(int.class, 1);
    byType.put(long.class, 1L);
    byType.put(double.class, 0.5);
    byType.put(float.class, 0.5f);
    byType.put(boolean.class, true);
    byType.put(
        double[].class,
        name.equals("piecewiseConstantDecay") ? new double[] {1, 2} : new double[] {1});
    byType.put(long[].class, new long[] {5});
    byType.put(float[].class, new float[] {1});
    byType.put(Shape.class, Shape.of(2, 1));
    byType.put(Tensor.class, Tensor.zeros(Shape.of(2, 1)));
    byType.put(Tensor[].class, new Tensor[0]);
    byType.put(List.class, list(name, of));
    byType.put(Map.class, Map.of());
    byType.put(Optimizer.class, new SGD(0.1));
    byType.put(Loss.class, meanSquaredError());
    byType.put(FitOptions.class, FitOptions.fit());
    byType.put(EvaluateOptions.class, EvaluateOptions.evaluate());
    byType.put(ActivationFunction.class, Layers.RELU);
    byType.put(Schedule.class, Schedules.cosineDecay(1, 2));
    if (byType.containsKey(type)) {
      return byType.get(type);
    }
    if (type == Model.class) {
      return Sequential.of(input(1), dense(1));
    } else if (type == Layer.class) {
      return dense(1);
    } else if (type == Layer[].class) {
      return new Layer[] {dense(1)};
    } else if (type == Value.class) {
      return input(1);
    } else if (type == Value[].class) {
      return new Value[] {input(1)};
    } else if (type == Recurrent.class) {
      return Layers.simpleRNN(1);
    } else if (type == RecurrentCell.class) {
      return new SimpleRNNCell(1);
    } else if (type == BatchSource.class) {
      return null; // stands last in its calls
    } else if (type.isArray()) {
      return Array.newInstance(type.getComponentType(), 0);
    } else if (type.isEnum()) {
      return type.getEnumConstants()[0];
    } else if (type.isInterface()) {
      return java.lang.reflect.Proxy.newProxyInstance(
          type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> null);
    }
    return null;
  }

  private static List<?> list(String name, Class<?> of) {
    return switch (of.getSimpleName()) {
      case "Sequential" -> name.equals("of") ? List.of(dense(1)) : tensors();
      case "StackedRNNCells" -> List.of(new SimpleRNNCell(1));
      case "MaxNorm", "MinMaxNorm", "UnitNorm" -> List.of(0);
      case "PiecewiseConstantDecay" -> List.of(1);
      case "Model" -> name.equals("of") ? List.of(input(1)) : tensors();
      default -> tensors();
    };
  }

  private static List<Tensor> tensors() {
    return List.of(Tensor.zeros(Shape.of(2, 1)));
  }

  private static boolean isApi(Method m) {
    return Modifier.isPublic(m.getModifiers()) && !m.isBridge() && !m.isSynthetic();
  }

  private List<Object> objects() {
    Map<Class<?>, Object> objects = new LinkedHashMap<>();
    List<Object> made = new ArrayList<>();
    for (Class<?> factory : FACTORIES) {
      for (Method m : factory.getDeclaredMethods()) {
        boolean makes = isApi(m) && Modifier.isStatic(m.getModifiers());
        if (makes
            && !m.getName().matches("register|byName|fromConfig|toConfig|isOperation|knows")) {
          try {
            made.add(call(m, null, samples(m)));
          } catch (IllegalArgumentException | ClassCastException e) {
            // what needs other samples is among those below
          }
        }
      }
    }
    Model model = Sequential.of(input(1), dense(1));
    model.compile(new SGD(0.1), meanSquaredError());
    made.addAll(
        List.of(
            model,
            model.predictor(),
            Discretization.ofBins(2),
            new ModelCheckpoint("w.weights.npz"),
            new LambdaCallback(),
            Layers.integerLookup(5, 7),
            Layers.permute(2, 1),
            new StackedRNNCells(List.of(new SimpleRNNCell(1))),
            Optimizers.muon(0.1),
            Layers.bidirectional(Layers.lstm(1)),
            Layers.gru(1)));
    for (Object o : made) {
      if (o != null && o.getClass().getName().startsWith("io.nyala") && !(o instanceof Value)) {
        objects.put(o.getClass(), o);
      }
    }
    return List.copyOf(objects.values());
  }

  @Test
  void every_factory_setter_and_constructor_names_what_is_null() {
    for (Class<?> factory : FACTORIES) {
      for (Method m : factory.getDeclaredMethods()) {
        if (isApi(m) && Modifier.isStatic(m.getModifiers())) {
          probe(m, null);
        }
      }
    }
    List<Object> objects = objects();
    assertThat(objects).hasSizeGreaterThan(150);
    for (Object o : objects) {
      for (Method m : o.getClass().getMethods()) {
        boolean ours = m.getDeclaringClass().getName().startsWith("io.nyala");
        if (ours && isApi(m) && !Modifier.isStatic(m.getModifiers())) {
          probe(m, o);
        }
      }
      for (Constructor<?> c : o.getClass().getConstructors()) {
        probe(c, null);
      }
    }
    assertThat(silent.stream().distinct()).isEmpty();
    assertThat(tried).isGreaterThan(500);
  }
}
