// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.io.LayerSamples.Sample;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.models.Model;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every layer that is registered goes through every format, alone and with all others in one model,
 * and comes back with the same weights and the same outputs to the bit.
 */
class EveryLayerTest {
  @TempDir Path folder;

  static Set<String> samples() {
    return LayerSamples.all().keySet();
  }

  @Test
  void there_is_a_sample_of_every_registered_layer() {
    Set<String> known = new TreeSet<>(LayerSamples.OTHERS);
    known.addAll(samples());

    assertThat(known)
        .as("a layer that can be read from files needs a sample in LayerSamples")
        .containsAll(LayerRegistry.names());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void a_layer_alone_comes_back(String className) {
    Sample sample = LayerSamples.all().get(className).get();
    assertThat(sample.layer().className()).isEqualTo(className);

    check(Model.of(sample.inputs(), sample.layer().applyAll(sample.inputs())), className);
  }

  @Test
  void all_layers_in_one_model_come_back() {
    List<Value> inputs = new ArrayList<>();
    List<Value> outputs = new ArrayList<>();
    LayerSamples.all()
        .forEach(
            (className, made) -> {
              Sample sample = made.get();
              inputs.addAll(sample.inputs());
              outputs.addAll(sample.layer().applyAll(sample.inputs()));
            });

    check(Model.of(inputs, outputs), "all");
  }

  private void check(Model model, String name) {
    List<Tensor> weights = new ArrayList<>();
    Random random = new Random(7);
    // None as it was drawn; positive, since variances are among them.
    for (Tensor w : model.getWeights()) {
      weights.add(numbers(w.shape(), random));
    }
    model.setWeights(weights);
    List<Tensor> x = inputs(model, random);
    List<Tensor> y = model.predict(x);
    for (String ending : List.of(".keras", ".h5")) {
      Path file = folder.resolve(name + ending);
      ModelFiles.save(model, file);
      Model again = ModelFiles.load(file);
      assertThat(again.getWeights()).as(ending).isEqualTo(weights);
      assertThat(again.predict(x)).as(ending).isEqualTo(y);
      assertThat(again.toConfig()).as(ending).isEqualTo(model.toConfig());
    }
    Model other = ModelFiles.load(folder.resolve(name + ".keras"));
    for (String ending : List.of(".weights.h5", ".safetensors", ".npz")) {
      other.setWeights(weights.stream().map(w -> Tensor.full(w.shape(), 9)).toList());
      Path file = folder.resolve(name + ending);
      ModelFiles.saveWeights(model, file);
      ModelFiles.loadWeights(other, file);
      assertThat(other.getWeights()).as(ending).isEqualTo(weights);
    }
    assertThat(other.predict(x)).isEqualTo(y);
  }

  private static List<Tensor> inputs(Model model, Random random) {
    return model.inputTypes().stream()
        .map(
            type -> {
              Shape shape = type.shape().with(0, 4);
              if (type.dtype() == DType.INT32) {
                return Tensor.ofInts(shape, random.ints(shape.size(), 0, 7).toArray());
              }
              return numbers(shape, random);
            })
        .toList();
  }

  private static Tensor numbers(Shape shape, Random random) {
    float[] data = new float[shape.size()];
    for (int i = 0; i < data.length; i++) {
      data[i] = 0.1f + random.nextFloat();
    }
    return Tensor.of(shape, data);
  }
}
