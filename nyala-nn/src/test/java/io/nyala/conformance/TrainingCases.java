// SPDX-License-Identifier: Apache-2.0
package io.nyala.conformance;

import io.nyala.grad.Gradients;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Weight;
import io.nyala.losses.Losses;
import io.nyala.models.Callback;
import io.nyala.models.EvaluateOptions;
import io.nyala.models.Evaluation;
import io.nyala.models.FitOptions;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.ModelConfigs;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.support.Evaluate;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whole training runs: what every batch and epoch says, and where the weights end. */
final class TrainingCases {
  private final KerasCase c;
  private final Map<String, Object> form;
  private final Map<String, Object> fit;
  private final List<Tensor> x;
  private final List<Tensor> y;
  private final List<Tensor> sampleWeights;
  private final int batchSize;
  private final int epochs;

  private TrainingCases(KerasCase c) {
    this.c = c;
    this.form = new LinkedHashMap<>(KerasCase.object(c.get("model")));
    form.put("compile_config", c.get("compile"));
    this.fit = KerasCase.object(c.get("fit"));
    this.x = c.arrays("input");
    this.y = c.arrays("target");
    this.sampleWeights = c.arrays("sample_weight");
    this.batchSize = (Integer) fit.get("batch_size");
    this.epochs = (Integer) fit.get("epochs");
  }

  static void run(KerasCase c) {
    TrainingCases runs = new TrainingCases(c);
    runs.firstBatch();
    runs.batchByBatch();
    runs.fit();
    c.finish();
  }

  /** Makes the model with the weights that Keras began with. */
  private Model model() {
    Model model = ModelConfigs.fromConfig(form);
    c.equal(
        "shapes of weights",
        model.weights().stream().map(Weight::shape).toList(),
        c.arrays("weight").stream().map(Tensor::shape).toList());
    List<Map<String, Object>> expected = KerasCase.objects(c.get("weights"));
    c.equal(
        "trainable weights",
        model.weights().stream().map(Weight::trainable).toList(),
        expected.stream().map(w -> w.get("trainable")).toList());
    model.setWeights(c.arrays("weight"));
    return model;
  }

  private int trainingRows() {
    double split = KerasCase.number(fit.get("validation_split"));
    return (int) Math.floor(x.get(0).shape().dim(0) * (1 - split));
  }

  // The first batch, computed without the trainer

  private void firstBatch() {
    c.under("first batch");
    Model model = model();
    int rows = Math.min(batchSize, trainingRows());
    List<Tensor> data = new ArrayList<>(cut(x, 0, rows));
    data.addAll(cut(y, 0, rows));
    data.addAll(cut(weights(), 0, rows));
    List<Value> in = data.stream().map(Evaluate::input).toList();
    Call call = Call.training(0);
    List<Value> predictions = model.trace(call, in.subList(0, x.size()));
    Value total = Ops.constant(0);
    for (int i = 0; i < y.size(); i++) {
      Value weight = weights().isEmpty() ? null : in.get(x.size() + y.size() + i);
      Value target = in.get(x.size() + i);
      Value prediction = predictions.get(i);
      Value loss =
          Losses.fromConfig(compiled("loss", i))
              .of(target, prediction, weight, call.mask(prediction));
      Object factor = compiled("loss_weights", i);
      double times = factor == null ? 1 : KerasCase.number(factor);
      total = Ops.add(total, Ops.multiply(loss, (float) times));
    }
    for (Value penalty : call.losses()) {
      total = Ops.add(total, penalty);
    }
    Map<String, Value> wrt = new LinkedHashMap<>();
    for (int i = 0; i < model.weights().size(); i++) {
      Weight w = model.weights().get(i);
      if (w.regularizer() != null && w.trainable()) {
        total = Ops.add(total, w.regularizer().loss(call.start(w)));
      }
      if (c.has("grad_weight_" + i)) {
        wrt.put("grad_weight_" + i, call.start(w));
      }
    }
    List<Value> wanted = new ArrayList<>(List.of(total));
    wanted.addAll(Gradients.of(total, List.copyOf(wrt.values())));
    Run.engines()
        .forEach(
            (name, engine) -> {
              c.under("first batch, " + name);
              List<Tensor> got = Run.once(engine, in, wanted, data);
              c.output("first_loss", got.get(0));
              int at = 1;
              for (String array : wrt.keySet()) {
                c.gradient(array, got.get(at++));
              }
            });
  }

  private Object compiled(String key, int output) {
    Object form = KerasCase.object(c.get("compile")).get(key);
    return form instanceof List<?> list ? list.get(output) : form;
  }

  /** Returns the weights of samples, those from class weights among them. */
  private List<Tensor> weights() {
    if (fit.get("class_weight") == null) {
      return sampleWeights;
    }
    Map<String, Object> byClass = KerasCase.object(fit.get("class_weight"));
    Tensor labels = y.get(0);
    float[] weights = new float[labels.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) KerasCase.number(byClass.get(String.valueOf((int) labels.at(i))));
    }
    return List.of(Tensor.of(Shape.of(weights.length), weights));
  }

  private static List<Tensor> cut(List<Tensor> all, int from, int to) {
    return all.stream().map(t -> t.rows(from, to)).toList();
  }

  // Batch by batch

  private void batchByBatch() {
    c.under("batch by batch");
    Model model = model();
    List<Map<String, Object>> logs = KerasCase.objects(c.get("batch_own_logs"));
    List<Float> losses = new ArrayList<>();
    for (int epoch = 0; epoch < epochs; epoch++) {
      for (int from = 0; from < trainingRows(); from += batchSize) {
        int to = Math.min(from + batchSize, trainingRows());
        Evaluation e =
            model.trainOnBatch(cut(x, from, to), cut(y, from, to), cut(weights(), from, to));
        compare("batch " + losses.size(), e.values(), logs.get(losses.size()));
        losses.add((float) e.loss());
      }
    }
    c.output("batch_loss", vector(losses));
    model.optimizer().finish();
    end(model);
  }

  private static Tensor vector(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return Tensor.vector(floats);
  }

  private void compare(String what, Map<String, Double> got, Map<String, Object> want) {
    c.equal("names of " + what, got.keySet(), want.keySet());
    want.forEach(
        (name, number) -> {
          if (got.containsKey(name)) {
            c.number(what + ", " + name, got.get(name), KerasCase.number(number));
          }
        });
  }

  private void end(Model model) {
    for (int i = 0; i < model.weights().size(); i++) {
      c.output("weight_after_" + i, model.weights().get(i).get());
    }
    OptimizerCases.state(c, model.optimizer());
    List<Tensor> predictions = model.predict(x);
    for (int i = 0; i < predictions.size(); i++) {
      c.output("prediction_" + i, predictions.get(i));
    }
  }

  // All at once

  private void fit() {
    c.under("fit");
    Model model = model();
    c.settings(model.toConfig(), form);
    List<Tensor> before = model.predict(x);
    for (int i = 0; i < before.size(); i++) {
      c.output("prediction_before_" + i, before.get(i));
    }
    Watch watch = new Watch();
    FitOptions options =
        FitOptions.fit()
            .epochs(epochs)
            .batchSize(batchSize)
            .shuffle((Boolean) fit.get("shuffle"))
            .validationSplit(KerasCase.number(fit.get("validation_split")))
            .sampleWeights(sampleWeights)
            .callbacks(watch);
    if (fit.get("class_weight") != null) {
      Map<Integer, Double> byClass = new HashMap<>();
      KerasCase.object(fit.get("class_weight"))
          .forEach((k, v) -> byClass.put(Integer.valueOf(k), KerasCase.number(v)));
      options.classWeight(byClass);
    }
    History history = model.fit(x, y, options);
    c.output("running_loss", vector(watch.losses));
    Map<String, Object> expected = KerasCase.object(c.get("history"));
    c.equal("names in the history", history.values().keySet(), expected.keySet());
    expected.forEach((name, values) -> compareHistory(history, name, (List<?>) values));
    end(model);
    EvaluateOptions how = EvaluateOptions.evaluate().batchSize(batchSize);
    how.sampleWeights(sampleWeights);
    compare("evaluate", model.evaluate(x, y, how).values(), KerasCase.object(c.get("evaluate")));
  }

  private void compareHistory(History history, String name, List<?> want) {
    List<Double> got = history.values().getOrDefault(name, List.of());
    c.equal("epochs of " + name, got.size(), want.size());
    for (int i = 0; i < Math.min(got.size(), want.size()); i++) {
      c.number("epoch " + i + ", " + name, got.get(i), KerasCase.number(want.get(i)));
    }
  }

  /** Compares what callbacks see after every batch. */
  private final class Watch extends Callback {
    private final List<Map<String, Object>> expected = KerasCase.objects(c.get("batch_logs"));
    private final List<Float> losses = new ArrayList<>();

    @Override
    public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
      compare("logs of batch " + losses.size(), logs, expected.get(losses.size()));
      losses.add(logs.get("loss").floatValue());
    }
  }
}
