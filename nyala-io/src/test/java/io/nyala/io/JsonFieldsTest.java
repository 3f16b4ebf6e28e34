// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.io.files.Zip;
import io.nyala.layers.Layers;
import io.nyala.losses.Losses;
import io.nyala.metrics.Metrics;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.ops.Value;
import io.nyala.optimizers.Optimizers;
import io.nyala.testing.StructureFuzz;
import io.nyala.testing.ZipForge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every value in the JSON of a model replaced by something else: the file is read, or refused by a
 * documented exception that speaks of the file, not of our code. Of the many variants some are
 * tried, the same in every run; all with {@code -Dnyala.fuzz.minutes=1} or more.
 */
class JsonFieldsTest {
  private static final boolean ALL =
      Double.parseDouble(System.getProperty("nyala.fuzz.minutes", "0")) > 0;
  private static final int ONE_OF = 25;
  private static final Pattern OUR_CODE =
      Pattern.compile(
          "Cannot invoke|cannot be cast|out of bounds|java\\.|io\\.nyala\\.|(: |\\()null\\b|: $|^$");

  /** What a part of another kind leads to where nobody looks at its kind. */
  private static final Set<Class<?>> FAULTS =
      Set.of(
          ClassCastException.class,
          NullPointerException.class,
          IndexOutOfBoundsException.class,
          ArrayIndexOutOfBoundsException.class);

  @TempDir Path folder;

  static Set<String> samples() {
    return LayerSamples.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void fields_of_every_layer_may_be_anything(String className) throws IOException {
    LayerSamples.Sample sample = LayerSamples.all().get(className).get();
    List<Value> inputs = sample.inputs();
    check(Model.of(inputs, sample.layer().applyAll(inputs)), className.hashCode());
  }

  @Test
  void fields_of_whole_models_may_be_anything() throws IOException {
    Model chain = Sequential.of(Layers.input(3), Layers.dense(4), Layers.dense(2));
    check(
        chain.compile(Optimizers.adam(0.1), Losses.meanSquaredError(), Metrics.meanAbsoluteError()),
        1);
    Value a = Layers.input(3);
    Value b = Layers.input(3);
    Value sum = Layers.add().apply(a, b);
    Value left = Layers.dense(2).named("left").apply(sum);
    Value right = Layers.dense(1).named("right").apply(left);
    Model graph = Model.of(List.of(a, b), List.of(left, right));
    check(graph.compile(Optimizers.sgd(0.1), Losses.meanSquaredError()), 2);
  }

  private void check(Model model, int seed) throws IOException {
    Path sound = folder.resolve("sound.keras");
    ModelFiles.save(model, sound);
    Map<String, Object> config;
    byte[] weights;
    try (Zip zip = Zip.open(sound)) {
      config = JSON.std.mapFrom(zip.text("config.json"));
      ByteBuffer bytes = zip.content("model.weights.h5").bytes();
      weights = new byte[bytes.remaining()];
      bytes.get(weights);
    }
    Path file = folder.resolve("m.keras");
    Random random = new Random(seed);
    List<String> faults = new ArrayList<>();
    StructureFuzz.forEach(
        config,
        (what, changed) -> {
          if (ALL || random.nextInt(ONE_OF) == 0) {
            String fault = fault(file, changed, weights);
            if (fault != null) {
              faults.add(what + ": " + fault);
            }
          }
        });
    assertThat(faults).isEmpty();
  }

  /** Returns what is wrong with the answer to a changed file, or null. */
  private static String fault(Path file, Map<String, Object> config, byte[] weights) {
    try {
      String json =
          JSON.std
              .with(JSON.Feature.WRITE_NULL_PROPERTIES)
              .asString(config)
              .replace("\"NaN\"", "NaN");
      ZipForge zip = new ZipForge().stored("config.json", json.getBytes(StandardCharsets.UTF_8));
      Files.write(file, zip.stored("model.weights.h5", weights).bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      ModelFiles.load(file);
      return null;
    } catch (ModelFileException | IllegalArgumentException e) {
      String said = String.valueOf(e.getMessage()).replace(file.toString(), "");
      for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
        if (FAULTS.contains(t.getClass())) {
          return said + " after " + t;
        }
      }
      return OUR_CODE.matcher(said).find() ? e.getClass().getSimpleName() + ": " + said : null;
    } catch (RuntimeException | Error e) {
      return e.toString();
    }
  }
}
