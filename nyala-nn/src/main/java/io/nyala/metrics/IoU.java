// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Intersection over union of predicted and true classes, {@code tp / (tp + fp + fn)}, averaged over
 * the classes that occur. As in Keras, which counts in integers, sample weights are truncated to
 * integers. Keras has a class for each form, whose name {@link #className} returns.
 */
public final class IoU extends Metric {
  private static final double EPSILON = 1e-7;
  private static final double NOTHING = 1e-9;

  /** Forms of the measure, as Keras names them. */
  private enum Form {
    IO_U("IoU", "io_u"),
    MEAN("MeanIoU", "mean_io_u"),
    BINARY("BinaryIoU", "binary_io_u"),
    ONE_HOT("OneHotIoU", "one_hot_io_u"),
    ONE_HOT_MEAN("OneHotMeanIoU", "one_hot_mean_io_u");

    private final String className;
    private final String metricName;

    Form(String className, String metricName) {
      this.className = className;
      this.metricName = metricName;
    }
  }

  private final Form form;
  private final int[] targets;
  private PairCounts counts;
  private int ignoreClass = -1;
  private boolean sparseTrue = true;
  private boolean sparsePred = true;
  private double threshold = 0.5;
  private int axis = -1;

  private IoU(Form form, int classes, int... targets) {
    super(form.metricName);
    this.form = form;
    this.targets = Arguments.given("IoU: target classes", targets).clone();
    this.counts = new PairCounts(form.metricName, classes);
    for (int target : targets) {
      if (target < 0 || target >= classes) {
        throw new IllegalArgumentException(
            "metric \"%s\": target class %d is not one of the classes 0 to %d"
                .formatted(name(), target, classes - 1));
      }
    }
    sparseTrue = form != Form.ONE_HOT && form != Form.ONE_HOT_MEAN;
    sparsePred = sparseTrue;
  }

  /** Creates the mean over all classes, for integer labels and predicted labels. */
  public static IoU mean(int numClasses) {
    return new IoU(Form.MEAN, numClasses, all(numClasses));
  }

  /** Creates the mean over some classes, for integer labels and predicted labels. */
  public static IoU of(int numClasses, int... targetClassIds) {
    return new IoU(Form.IO_U, numClasses, targetClassIds);
  }

  /** Creates the mean over two classes, for scores with a threshold of 0.5. */
  public static IoU binary() {
    return new IoU(Form.BINARY, 2, 0, 1);
  }

  /** Creates the mean over all classes, for one-hot labels and scores of classes. */
  public static IoU oneHotMean(int numClasses) {
    return new IoU(Form.ONE_HOT_MEAN, numClasses, all(numClasses));
  }

  private static int[] all(int numClasses) {
    return IntStream.range(0, Math.max(numClasses, 0)).toArray();
  }

  static IoU read(String className, Settings s) {
    Form form =
        Arrays.stream(Form.values())
            .filter(f -> f.className.equals(className))
            .findFirst()
            .orElseThrow();
    int classes = form == Form.BINARY ? 2 : s.getInt("num_classes");
    boolean mean = form == Form.MEAN || form == Form.ONE_HOT_MEAN;
    int[] targets = mean ? all(classes) : s.getInts("target_class_ids", 0, 1);
    IoU iou = new IoU(form, classes, targets);
    iou.ignoreClass(s.getInt("ignore_class", -1));
    iou.sparseTrue(s.getBoolean("sparse_y_true", iou.sparseTrue));
    iou.sparsePred(s.getBoolean("sparse_y_pred", iou.sparsePred));
    iou.threshold = s.getDouble("threshold", 0.5);
    iou.axis = s.getInt("axis", -1);
    return iou;
  }

  /** Ignores samples whose true class is this one, for example the background; default none. */
  public IoU ignoreClass(int label) {
    this.ignoreClass = label;
    return this;
  }

  /** Sets whether targets are integer labels or one-hot. */
  public IoU sparseTrue(boolean on) {
    this.sparseTrue = on;
    return this;
  }

  /** Sets whether predictions are integer labels or class scores, of which the highest is used. */
  public IoU sparsePred(boolean on) {
    this.sparsePred = on;
    return this;
  }

  @Override
  protected List<Value> observe(Value yTrue, Value yPred) {
    if (form == Form.BINARY) {
      Value yes = Ops.greaterEqual(yPred, (float) threshold);
      return List.of(Ops.cast(yTrue, DType.INT32), Ops.cast(yes, DType.INT32));
    }
    return List.of(labels(yTrue, sparseTrue), labels(yPred, sparsePred));
  }

  private Value labels(Value x, boolean sparse) {
    return sparse ? Ops.cast(x, DType.INT32) : Ops.argMax(x, axis);
  }

  @Override
  public void update(List<Tensor> observed, Tensor sampleWeight) {
    counts.update(name(), observed.get(0), observed.get(1), sampleWeight, ignoreClass, true);
  }

  @Override
  public double result() {
    double sum = 0;
    int present = 0;
    for (int c : targets) {
      double union = counts.ofTruth(c) + counts.ofAnswer(c) - counts.at(c, c);
      if (union > NOTHING) {
        sum += counts.at(c, c) / (union + EPSILON);
        present++;
      }
    }
    return sum / (present + EPSILON);
  }

  @Override
  public Metric copy() {
    IoU copy = (IoU) shallowCopy();
    copy.counts = new PairCounts(name(), counts.classes());
    return copy;
  }

  @Override
  public void reset() {
    counts.reset();
  }

  @Override
  public boolean largerIsBetter() {
    return true;
  }

  @Override
  public String className() {
    return form.className;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("dtype", "int64");
    if (form == Form.IO_U || form == Form.BINARY || form == Form.ONE_HOT) {
      config.put("target_class_ids", Arrays.stream(targets).boxed().toList());
    }
    if (form == Form.BINARY) {
      config.put("threshold", threshold);
      return config;
    }
    config.put("num_classes", counts.classes());
    config.put("ignore_class", ignoreClass < 0 ? null : ignoreClass);
    if (form == Form.IO_U || form == Form.MEAN) {
      config.put("sparse_y_true", sparseTrue);
    }
    config.put("sparse_y_pred", sparsePred);
    config.put("axis", axis);
    return config;
  }
}
