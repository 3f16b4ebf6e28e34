// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import static io.nyala.activations.Activations.SOFTMAX;
import static io.nyala.features.layers.FeatureLayers.imageDecoding;
import static io.nyala.features.layers.FeatureLayers.textVectorization;
import static io.nyala.layers.Layers.concatenate;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.globalAveragePooling1D;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.lstm;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.images.Images;
import io.nyala.data.table.Table;
import io.nyala.data.table.Tables;
import io.nyala.features.Feature;
import io.nyala.features.FeatureSpace;
import io.nyala.features.layers.TextVectorizationLayer;
import io.nyala.images.AspectRatio;
import io.nyala.images.Interpolation;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.models.serving.Decoding;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of column as input, and every kind of output, against {@code predict}. */
@ExtendWith(TestCluster.class)
class NyalaModelColumnsTest {
  private static final int ROWS = 20;

  @Test
  void numbers_of_all_types_and_vectors_make_one_input() {
    Model model = Sequential.of(input("x", 9), dense(2));
    Tensor x = Tensor.zeros(Shape.of(ROWS, 9));
    Rows rows =
        new Rows()
            .column("byte", DataTypes.ByteType)
            .column("long", DataTypes.LongType)
            .column("float", DataTypes.FloatType)
            .column("decimal", DataTypes.createDecimalType(6, 2))
            .column("flag", DataTypes.BooleanType)
            .column("dense", SQLDataTypes.VectorType())
            .column("array", createArrayType(DataTypes.ShortType));
    for (int i = 0; i < ROWS; i++) {
      float[] row = {i, i * 3, i / 7f, i + 0.25f, i % 2, 0, i / 3f, i, -i};
      System.arraycopy(row, 0, x.floats(), i * 9, 9);
      rows.add(
          (byte) i,
          (long) i * 3,
          i / 7f,
          new BigDecimal(i + ".25"),
          i % 2 == 1,
          i % 3 == 0
              ? Vectors.dense(0, i / 3f)
              : Vectors.sparse(2, new int[] {1}, new double[] {i / 3f}),
          List.of((short) i, (short) -i));
    }
    NyalaModel stage =
        NyalaModel.of(model)
            .setInputCols("byte", "long", "float", "decimal", "flag", "dense", "array");

    Rows.requireSame(stage.setBatchSize(3).transform(rows.in(2)), "prediction", model.predict(x));
  }

  @Test
  void texts_and_dates_and_missing_values_go_through_the_layers_of_the_model() {
    Table table =
        Tables.ofColumns(
            Map.of(
                "city", List.of("Ulm", "Graz", "Ulm", "Bonn"),
                "age", Arrays.asList(20.0, 30.0, null, 41.0),
                "day", List.of("2025-01-05", "2025-02-11", "2025-03-30", "2025-07-01")));
    FeatureSpace space =
        FeatureSpace.of(Feature.categorical("city"), Feature.numeric("age"), Feature.date("day"))
            .adapt(table);
    Model model = Model.of(space.inputs(), List.of(dense(2).apply(space.encoded())));
    Rows rows =
        new Rows()
            .column("day", DataTypes.DateType)
            .column("age", DataTypes.DoubleType)
            .column("city", DataTypes.StringType);
    for (int i = 0; i < 4; i++) {
      String day = List.of("2025-01-05", "2025-02-11", "2025-03-30", "2025-07-01").get(i);
      rows.add(
          Date.valueOf(day),
          i == 2 ? null : List.of(20.0, 30.0, 0.0, 41.0).get(i),
          List.of("Ulm", "Graz", "Ulm", "Bonn").get(i));
    }

    Dataset<Row> predicted = NyalaModel.of(model).transform(rows.in(2));

    Rows.requireSame(predicted, "prediction", model.predict(space.tensors(table)).get(0));
  }

  @Test
  void a_text_is_split_by_the_vocabulary_of_the_model() {
    List<String> texts = List.of("red wine", "white wine", "old red car", "car");
    TextVectorizationLayer words = textVectorization().outputSequenceLength(4).adapt(texts);
    Model model =
        Sequential.of(
            input("text", DType.STRING, 1),
            words,
            embedding(words.vocabulary().size(), 5).maskZero(true),
            globalAveragePooling1D(),
            dense(2).activation(SOFTMAX));
    Rows rows = new Rows().column("text", DataTypes.StringType);
    texts.forEach(rows::add);
    Tensor x = Tensor.ofStrings(Shape.of(4, 1), texts.toArray(String[]::new));

    Rows.requireSame(NyalaModel.of(model).transform(rows.in(2)), "prediction", model.predict(x));
  }

  @Test
  void sequences_of_several_lengths_are_nested_arrays() {
    Model model = Sequential.of(input("steps", Shape.UNKNOWN, 2), lstm(3).returnSequences(true));
    Rows rows = new Rows().column("steps", createArrayType(createArrayType(DataTypes.FloatType)));
    List<Tensor> expected = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      int steps = 1 + i % 3;
      Tensor x = Rows.numbers(1, steps, 2).times(1f / (1 + i));
      expected.add(model.predict(x));
      rows.add(
          IntStream.range(0, steps)
              .mapToObj(t -> List.of(x.floats()[2 * t], x.floats()[2 * t + 1]))
              .toList());
    }

    for (Row row : NyalaModel.of(model).transform(rows.in(2)).collectAsList()) {
      List<Float> flat = new ArrayList<>();
      Rows.flatten(row.getAs("prediction"), flat);
      float[] wanted = expected.get((int) row.getLong(0)).floats();
      assertThat(flat).hasSize(wanted.length);
      for (int i = 0; i < wanted.length; i++) {
        assertThat(flat.get(i)).isEqualTo(wanted[i]);
      }
    }
  }

  @Test
  void images_are_files_or_arrays() throws IOException {
    Model model = Sequential.of(input("image", 6, 5, 3), conv2D(4, 3), flatten(), dense(2));
    Model decoding =
        Sequential.of(input("file", DType.STRING, 1), imageDecoding(6, 5), flatten(), dense(2));
    Rows rows = new Rows().column("image", DataTypes.BinaryType);
    List<Tensor> images = new ArrayList<>();
    List<String> files = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      byte[] png = png(9 + i % 4, 7, i);
      rows.add((Object) png);
      images.add(Images.resize(Images.decode("test", png, 3), 6, 5));
      files.add(io.nyala.features.layers.ImageDecoding.text(png));
    }
    Dataset<Row> table = rows.in(2);

    Rows.requireSame(
        NyalaModel.of(model).transform(table),
        "prediction",
        model.predict(Tensor.stack(images, 0)));
    Rows.requireSame(
        NyalaModel.of(decoding).setInputCols("image").transform(table),
        "prediction",
        decoding.predict(Tensor.ofStrings(Shape.of(ROWS, 1), files.toArray(String[]::new))));
    assertThatThrownBy(
            () ->
                NyalaModel.of(Sequential.of(input("image", 90), dense(1)))
                    .transformSchema(table.schema()))
        .hasMessageContaining("images are for inputs (height, width, channels) of floats");
  }

  @Test
  void images_may_be_read_by_the_data_source_of_spark(@TempDir Path folder) throws IOException {
    List<Tensor> images = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      int type =
          List.of(
                  BufferedImage.TYPE_3BYTE_BGR,
                  BufferedImage.TYPE_BYTE_GRAY,
                  BufferedImage.TYPE_4BYTE_ABGR)
              .get(i % 3);
      Path file = Files.write(folder.resolve(i + ".png"), png(9 + i, 7, i, type));
      images.add(Images.load(file, 3));
    }
    Files.write(folder.resolve("6.png"), new byte[10]);
    Dataset<Row> table =
        TestCluster.session()
            .read()
            .format("image")
            .load(folder.toString())
            .selectExpr(
                "CAST(regexp_extract(image.origin, '([0-9])[.]png', 1) AS BIGINT) AS id", "image");
    Model model = Sequential.of(input("image", 6, 5, 3), conv2D(4, 3), flatten(), dense(2));
    NyalaModel stage = NyalaModel.of(model).setHandleInvalid("skip");
    Tensor y =
        model.predict(Tensor.stack(images.stream().map(x -> Images.resize(x, 6, 5)).toList(), 0));
    NyalaModel.of(model).register(TestCluster.session(), "looked");

    Rows.requireSame(stage.transform(table), "prediction", y);
    Rows.requireSame(
        table.where("id < 6").selectExpr("id", "looked(image) AS prediction"), "prediction", y);
    Rows.requireSame(
        stage.setImageResize("bicubic").setImageAspectRatio("crop").transform(table),
        "prediction",
        model.predict(
            Tensor.stack(
                images.stream()
                    .map(
                        x ->
                            Images.resize(
                                Images.frame(x, AspectRatio.CROP, 6, 5),
                                6,
                                5,
                                Interpolation.BICUBIC,
                                false))
                    .toList(),
                0)));
    assertThatThrownBy(() -> NyalaModel.of(model).transform(table.where("id = 6")).collectAsList())
        .rootCause()
        .hasMessageContaining("a value is missing (null or NaN) for one of [column \"image\"]")
        .hasMessageContaining("/6.png,-1,-1,-1,-1,0 bytes]");
    assertThatThrownBy(
            () ->
                NyalaModel.of(model)
                    .setImageResize("none")
                    .transform(table.where("id = 1"))
                    .collectAsList())
        .rootCause()
        .hasMessageContaining(
            "column \"image\" for input \"image\" (6, 5, 3): the image has 7 x 10")
        .hasMessageContaining(
            "pixels, not 6 x 5, and imageResize is \"none\"; in the row [1,[file:")
        .hasMessageContaining("/1.png,7,10,1,0,70 bytes]]");
    Model decoding =
        Sequential.of(input("image", DType.STRING, 1), imageDecoding(6, 5), flatten(), dense(2));
    assertThatThrownBy(() -> NyalaModel.of(decoding).transformSchema(table.schema()))
        .hasMessageContaining("read them with format(\"binaryFile\")");
    assertThatThrownBy(
            () ->
                NyalaModel.of(Sequential.of(input("id", 1), dense(1)))
                    .setImageResize("nearest")
                    .transformSchema(table.schema()))
        .hasMessageContaining("have no effect: none of [column \"id\"] has images");
    assertThatThrownBy(
            () ->
                stage
                    .setImageResize("none")
                    .setImageAspectRatio("pad")
                    .transformSchema(table.schema()))
        .hasMessageContaining("imageAspectRatio has no effect: with imageResize \"none\"");
  }

  @Test
  void an_image_of_spark_is_checked() {
    assertThat(SparkImage.tensor(RowFactory.create("o", 1, 1, 4, 24, new byte[] {1, 2, 3, 4}), 4))
        .isEqualTo(Tensor.of(Shape.of(1, 1, 4), 3, 2, 1, 4)); // from blue, green, red
    assertThatThrownBy(() -> SparkImage.tensor(RowFactory.create("o", 1, 1, 3, 21, new byte[3]), 3))
        .hasMessageContaining("(mode 0, 16 or 24), got 3 channels in mode 21");
    assertThatThrownBy(() -> SparkImage.tensor(RowFactory.create("o", 2, 1, 3, 16, new byte[5]), 3))
        .hasMessage("an image of 2 x 1 pixels with 3 channels needs 6 bytes, got 5");
  }

  @Test
  void a_file_that_is_no_image_is_named() {
    Model model = Sequential.of(input("image", 6, 5, 3), flatten(), dense(2));
    Rows rows = new Rows().column("image", DataTypes.BinaryType).add((Object) new byte[] {1, 2});
    assertThatThrownBy(() -> NyalaModel.of(model).transform(rows.in(1)).collectAsList())
        .rootCause()
        .hasMessageContaining("column \"image\" for input \"image\" (6, 5, 3): the file: expected")
        .hasMessageContaining("in the row [0,2 bytes]");
  }

  private static byte[] png(int width, int height, int seed) throws IOException {
    return png(width, height, seed, BufferedImage.TYPE_INT_RGB);
  }

  private static byte[] png(int width, int height, int seed, int type) throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        image.setRGB(x, y, (x * 7919 + y * 104729 + seed * 31) & 0xffffff);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  @Test
  void several_inputs_and_outputs_have_columns_of_their_own() {
    Value left = input("left", 2);
    Value right = input("right", DType.INT32, 3);
    Value both = concatenate().apply(left, flatten().apply(embedding(5, 2).apply(right)));
    Model model =
        Model.of(
            List.of(left, right),
            List.of(dense(1).named("price").apply(both), dense(3).named("kind").apply(both)));
    model.decode("price", Decoding.number(100, 50));
    Rows rows =
        new Rows()
            .column("right", createArrayType(DataTypes.LongType))
            .column("left", SQLDataTypes.VectorType());
    Tensor x = Rows.numbers(ROWS, 2);
    Tensor codes = Tensor.ofInts(Shape.of(ROWS, 3), new int[ROWS * 3]);
    for (int i = 0; i < ROWS; i++) {
      codes.ints()[3 * i] = i % 5;
      codes.ints()[3 * i + 2] = i % 2;
      rows.add(
          List.of((long) i % 5, 0L, (long) i % 2),
          Vectors.dense(x.floats()[2 * i], x.floats()[2 * i + 1]));
    }
    List<Tensor> y = model.predict(List.of(x, codes));
    Dataset<Row> table = rows.in(2);

    Dataset<Row> raw = NyalaModel.of(model).setDecode(false).transform(table);
    Dataset<Row> decoded = NyalaModel.of(model).setOutputCols("p", "k").transform(table);

    Rows.requireSame(raw, "price", y.get(0));
    Rows.requireSame(raw, "kind", y.get(1));
    for (Row row : decoded.collectAsList()) {
      double price = y.get(0).floats()[(int) row.getLong(0)] * 100.0 + 50;
      assertThat(row.<Double>getAs("p")).isEqualTo(price);
    }
    assertThatThrownBy(() -> NyalaModel.of(model).setClassCol("c").transformSchema(table.schema()))
        .hasMessageContaining("classCol is for models with one output");
    assertThatThrownBy(
            () -> NyalaModel.of(model).setInputCols("left").transformSchema(table.schema()))
        .hasMessageContaining("has 2 inputs, [left, right], and needs a column for each");
  }

  @Test
  void values_that_do_not_fit_are_named() {
    Model model = Sequential.of(input("v", 3), dense(1));
    Rows rows = new Rows().column("v", createArrayType(DataTypes.DoubleType));
    rows.add(List.of(1.0, 2.0));

    assertThatThrownBy(() -> NyalaModel.of(model).transform(rows.in(1)).collectAsList())
        .rootCause()
        .hasMessage(
            "input \"v\" has 3 elements, but column \"v\" together 2 in the row [0,ArraySeq(1.0, 2.0)]");
  }
}
