// SPDX-License-Identifier: Apache-2.0
package io.nyala.explain;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.layers.Layers.SOFTMAX;
import static io.nyala.layers.Layers.add;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.globalAveragePooling2D;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.maxPooling2D;
import static io.nyala.layers.Layers.relu;
import static io.nyala.layers.Layers.rescaling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.layers.base.Padding;
import io.nyala.layers.base.Weight;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.npy.Npz;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Explanations compared with what Keras and JAX compute (fixtures/explain). */
class ExplainerTest {
  private static final float TOLERANCE = 5e-6f; // of maps whose largest value is 1
  private static final int[] CLASSES = {0, 3, 2};
  private static final int[] SIDES = {1, 0, 1};

  private static Map<String, Tensor> keras;

  @BeforeAll
  static void read() throws IOException, URISyntaxException {
    keras = Npz.read(Path.of(ExplainerTest.class.getResource("keras.npz").toURI()));
  }

  // The numbers and networks of fixtures/explain/generate.py

  private static Tensor numbers(Shape shape, int salt, double factor, double shift) {
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      float number = (float) (((long) i * i * 7 + i * 13L + salt * 101L) % 251 / 125.0 - 1);
      values[i] = (float) (shift + number * (float) factor);
    }
    return Tensor.of(shape, values);
  }

  private static Tensor images() {
    return numbers(Shape.of(3, 12, 10, 3), 50, 1, 0);
  }

  private static Tensor pixels() {
    return images().plus(1f).times(127.5f);
  }

  private static Model withWeights(Model model) {
    int n = 0;
    for (Weight w : model.weights()) {
      Shape s = w.shape();
      int fan = s.size() / s.last();
      boolean kernel = w.path().endsWith("kernel");
      double shift = w.path().endsWith("moving_variance") ? 1.5 : 0;
      w.set(numbers(s, n++, kernel ? 2 / Math.sqrt(fan) : 1, shift));
    }
    return model;
  }

  private static Model chain() {
    return withWeights(
        Sequential.of(
            input(12, 10, 3),
            conv2D(6, 3).padding(Padding.SAME).activation(RELU).named("first"),
            maxPooling2D(2).named("pool"),
            conv2D(8, 3).padding(Padding.SAME).named("last"),
            batchNormalization().named("norm"),
            relu().named("relu"),
            globalAveragePooling2D().named("means"),
            dense(4).activation(SOFTMAX).named("classes")));
  }

  private static Model nested() {
    Value inside = input(12, 10, 3);
    Value first =
        conv2D(6, 3).strides(2).padding(Padding.SAME).activation(RELU).named("first").apply(inside);
    Value branch = conv2D(6, 3).padding(Padding.SAME).named("branch").apply(first);
    Value out = relu().named("out").apply(add().named("add").apply(first, branch));
    Model trunk = Model.of(inside, out);
    trunk.named("trunk");
    Value image = input(12, 10, 3);
    Value x = trunk.apply(rescaling(1 / 127.5, -1).named("rescale").apply(image));
    Value head = dense(1).activation(SIGMOID).named("head").apply(flatten().named("flat").apply(x));
    return withWeights(Model.of(image, head));
  }

  private static void same(Tensor actual, String name) {
    Tensor expected = keras.get(name);
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.floats()).containsExactly(expected.floats(), within(TOLERANCE));
  }

  @Test
  void the_networks_are_those_of_the_fixture() {
    same(chain().predict(images()), "chain/predictions");
    same(nested().predict(pixels()), "nested/predictions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"first", "last", "relu"})
  void grad_cam_of_a_layer_is_that_of_keras(String layer) {
    Explainer explainer = Explainer.of(chain()).layer(layer);
    same(explainer.gradCam(images(), CLASSES), "chain/grad_cam/" + layer);
    assertThat(explainer.usedLayer()).isEqualTo(layer);
  }

  @Test
  void grad_cam_finds_what_follows_the_last_convolution_also_in_a_nested_model() {
    Explainer chain = Explainer.of(chain());
    same(chain.gradCam(images(), CLASSES), "chain/grad_cam/relu");
    assertThat(chain.usedLayer()).isEqualTo("relu");
    Explainer nested = Explainer.of(nested());
    same(nested.gradCam(pixels(), SIDES), "nested/grad_cam/out");
    assertThat(nested.usedLayer()).isEqualTo("out");
  }

  @Test
  void saliency_is_that_of_keras() {
    same(Explainer.of(chain()).saliency(images(), CLASSES), "chain/saliency");
    same(Explainer.of(nested()).saliency(pixels(), SIDES), "nested/saliency");
  }

  /** Pixels change the score as the saliency says; the scores here are logits. */
  @Test
  void saliency_agrees_with_differences() {
    Model model =
        withWeights(
            Sequential.of(
                input(6, 6, 1),
                conv2D(3, 3).padding(Padding.SAME).activation("tanh").named("c"),
                flatten(),
                dense(2).named("d")));
    Tensor image = numbers(Shape.of(1, 6, 6, 1), 3, 1, 0);
    float[] saliency = Explainer.of(model).saliency(image, 1).floats();
    double[] slopes = new double[saliency.length];
    double steepest = 0;
    float step = 1e-2f;
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] = Math.abs(score(model, image, i, step) - score(model, image, i, -step));
      steepest = Math.max(steepest, slopes[i]);
    }
    for (int i = 0; i < slopes.length; i++) {
      assertThat((double) saliency[i]).isCloseTo(slopes[i] / steepest, within(2e-3));
    }
  }

  private static double score(Model model, Tensor image, int pixel, float step) {
    float[] changed = image.toFloats().clone();
    changed[pixel] += step;
    return model.predict(Tensor.of(image.shape(), changed)).at(1);
  }

  @Test
  void smooth_grad_without_noise_is_the_saliency() {
    Explainer explainer = Explainer.of(chain());
    Tensor plain = explainer.saliency(images(), CLASSES);
    Tensor same = explainer.smoothGrad(images(), CLASSES, 3, 0, 1);
    assertThat(same.floats()).containsExactly(plain.floats(), within(1e-6f));
    Tensor noisy = explainer.smoothGrad(images(), CLASSES, 20, 0.15, 1);
    assertThat(noisy).isNotEqualTo(plain);
    assertThat(explainer.smoothGrad(images(), CLASSES, 20, 0.15, 1)).isEqualTo(noisy);
    assertThat(explainer.smoothGrad(images(), CLASSES, 20, 0.15, 2)).isNotEqualTo(noisy);
    Tensor second = explainer.smoothGrad(images().rows(0, 1), new int[] {0}, 20, 0.15, 1);
    assertThat(second.row(0)).isEqualTo(noisy.row(0));
  }

  @Test
  void the_predicted_class_is_the_most_probable() {
    Tensor p = keras.get("chain/predictions");
    assertThat(Explainer.of(chain()).predicted(images())).isEqualTo(p.argMax(1).ints());
    int[] sides = Explainer.of(nested()).predicted(pixels());
    for (int i = 0; i < sides.length; i++) {
      assertThat(sides[i] == 1).isEqualTo(keras.get("nested/predictions").at(i) > 0.5);
    }
  }

  @Test
  void many_images_are_explained_like_each_alone() {
    int[] classes = new int[20];
    Tensor many = numbers(Shape.of(20, 12, 10, 3), 7, 1, 0);
    Explainer explainer = Explainer.of(chain());
    Tensor all = explainer.gradCam(many, classes);
    Tensor last = explainer.gradCam(many.rows(19, 20), 0);
    assertThat(last.row(0).floats()).containsExactly(all.row(19).floats(), within(1e-6f));
  }

  @Test
  void says_what_is_wrong() {
    Model chain = chain();
    assertThatThrownBy(() -> Explainer.of(Sequential.of(input(4), dense(2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected one input (batch, height, width, channels)");
    assertThatThrownBy(() -> Explainer.of(chain).layer("lasst"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("did you mean \"last\"");
    assertThatThrownBy(() -> Explainer.of(chain).layer("means").gradCam(images(), CLASSES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer \"means\" gives (3, 8), expected maps");
    assertThatThrownBy(() -> Explainer.of(chain).gradCam(images(), 1))
        .hasMessageContaining("expected a class for each of 3 images, got 1");
    assertThatThrownBy(() -> Explainer.of(chain).saliency(images(), 0, 1, 4))
        .hasMessageContaining("has classes 0 to 3, got 4");
    assertThatThrownBy(() -> Explainer.of(nested()).saliency(pixels(), 0, 1, 2))
        .hasMessageContaining("has classes 0 to 1, got 2");
    Model flat = Sequential.of(input(4, 4, 1), flatten(), dense(2));
    assertThatThrownBy(() -> Explainer.of(flat).gradCam(Tensor.zeros(Shape.of(1, 4, 4, 1)), 0))
        .hasMessageContaining("no convolution gives maps");
  }
}
