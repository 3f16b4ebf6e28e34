// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import io.nyala.models.Model;
import io.nyala.settings.Arguments;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A trained network as a stage of Spark ML: adds columns with its predictions, which are bit for
 * bit those of {@code model.predict}.
 *
 * <p>The model is sent to each executor once, and all tasks of an executor share it. Rows are
 * computed in batches, so that the memory does not depend on the size of a partition. Works on
 * streams too.
 *
 * <p>Inputs are columns of numbers, vectors, arrays, nested arrays for sequences and images, texts
 * and dates if the model has layers for them, and images for inputs {@code (height, width,
 * channels)}: files (PNG, JPEG, BMP, GIF), or what Spark's data source {@code image} has read.
 */
public final class NyalaModel extends PredictionParams implements DefaultParamsWritable {
  private static final long serialVersionUID = 1;
  private static final long BATCH_ELEMENTS = 1 << 22;
  private static final int MOST_ROWS = 1024;
  private transient Sending sending;
  private TrainingSummary summary;

  private record Plan(List<InputReader> inputs, OutputColumns outputs) {}

  /** Creates a stage without a model, as Spark does to load one; see {@link #load}. */
  public NyalaModel(String uid) {
    this(uid, null);
  }

  private NyalaModel(String uid, Sending sending) {
    super(uid);
    this.sending = sending;
  }

  // Where it comes from

  /** Creates a stage from a model. Later changes of the model have no effect on it. */
  public static NyalaModel of(Model model) {
    return of(ModelFile.of(Arguments.given("model", model)));
  }

  /**
   * Creates a stage from a model file.
   *
   * @param file in any format that {@code ModelFiles.load} reads; a path as Spark takes them, such
   *     as {@code model.keras} or {@code hdfs://host/model.keras}
   * @throws io.nyala.io.ModelFileException if it is damaged
   */
  public static NyalaModel fromFile(String file) {
    Path path = new Path(Arguments.given("file", file));
    return of(ModelFile.of(StageFiles.read(path), file));
  }

  /**
   * Creates a stage from the content of a model file.
   *
   * @param name names it in messages
   */
  static NyalaModel ofBytes(byte[] file, String name) {
    return of(ModelFile.of(file, name));
  }

  private static NyalaModel of(ModelFile file) {
    file.served(); // reports a damaged file now
    return new NyalaModel(Identifiable$.MODULE$.randomUID("nyala"), new Sending(file));
  }

  /** Returns a reader of stages that were saved with {@link #write} or {@code save}. */
  public static MLReader<NyalaModel> read() {
    return new StageFiles.Reader();
  }

  /** Loads a stage that was saved; for a model file, see {@link #fromFile}. */
  public static NyalaModel load(String path) {
    return read().load(Arguments.given("path", path));
  }

  void load(byte[] file, String name) {
    sending = new Sending(ModelFile.of(file, name));
  }

  @Override
  public MLWriter write() {
    return new StageFiles.Writer(DefaultParamsWritable.super.write(), file(), summary);
  }

  private ModelFile file() {
    if (sending == null) {
      throw new IllegalStateException(
          uid() + " has no model; create it with NyalaModel.of or NyalaModel.fromFile");
    }
    return sending.file();
  }

  /** Returns a new copy of the network, not compiled. */
  public Model network() {
    return file().load();
  }

  /** Returns whether an estimator has trained this model, also if it was saved meanwhile. */
  public boolean hasSummary() {
    return summary != null;
  }

  /**
   * Returns how the training went.
   *
   * @throws IllegalStateException if no {@link NyalaEstimator} has trained this model
   */
  public TrainingSummary summary() {
    if (summary == null) {
      throw new IllegalStateException(
          uid() + " has no summary: it was not trained by a NyalaEstimator");
    }
    return summary;
  }

  void setSummary(TrainingSummary of) {
    summary = of;
  }

  // Params

  /**
   * Sets the columns of the inputs; by default those with the names of the inputs. For a model with
   * one input, all columns together make it, in this order; for several inputs, one column each.
   */
  public NyalaModel setInputCols(String... columns) {
    set(inputCols(), Arguments.eachGiven("inputCols", columns).toArray(String[]::new));
    return this;
  }

  /** Sets the column for the only output; default {@code prediction}. */
  public NyalaModel setOutputCol(String column) {
    return setOutputCols(column);
  }

  /**
   * Sets the columns for the outputs, in their order; by default their names if there are several.
   */
  public NyalaModel setOutputCols(String... columns) {
    set(outputCols(), Arguments.eachGiven("outputCols", columns).toArray(String[]::new));
    return this;
  }

  /**
   * Sets the type of outputs of several numbers: {@code vector} of Spark ML, the default, or {@code
   * array} of floats. A single number is a float; sequences and images are nested arrays.
   */
  public NyalaModel setOutputType(String type) {
    set(outputType(), Arguments.given("outputType", type));
    return this;
  }

  /** Adds a column with the probabilities of all classes; the model must have their names. */
  public NyalaModel setProbabilityCol(String column) {
    set(probabilityCol(), Arguments.given("probabilityCol", column));
    return this;
  }

  /** Adds a column with the name of the most probable class; the model must have the names. */
  public NyalaModel setClassCol(String column) {
    set(classCol(), Arguments.given("classCol", column));
    return this;
  }

  /**
   * Adds a column with the number of the most probable class from 0, as evaluators of Spark ML take
   * it.
   */
  public NyalaModel setClassIndexCol(String column) {
    set(classIndexCol(), Arguments.given("classIndexCol", column));
    return this;
  }

  /**
   * Sets whether numbers are returned in the unit that {@code Decoding.number} gives, as doubles,
   * if the model has one; the default. Otherwise they are those of {@code predict}.
   */
  public NyalaModel setDecode(boolean on) {
    set(decode(), on);
    return this;
  }

  /** Sets how many rows are computed at a time; by default 1024, or fewer if rows are large. */
  public NyalaModel setBatchSize(int rows) {
    set(batchSize(), rows);
    return this;
  }

  /**
   * Sets what happens to a row with a null or NaN for which the model is not prepared: {@code
   * error}, the default, {@code skip} to leave it out, or {@code keep} with null as prediction.
   */
  public NyalaModel setHandleInvalid(String how) {
    set(handleInvalid(), Arguments.given("handleInvalid", how));
    return this;
  }

  /**
   * Sets how images of other sizes than that of the input are resized: {@code bilinear}, the
   * default, {@code nearest}, {@code bicubic}, {@code lanczos3}, {@code lanczos5}, or {@code none}
   * if they are an error.
   */
  public NyalaModel setImageResize(String how) {
    set(imageResize(), Arguments.given("imageResize", how));
    return this;
  }

  /**
   * Sets how images of another aspect ratio are resized: {@code distort}, the default, {@code crop}
   * for their middle, or {@code pad} for a black border.
   */
  public NyalaModel setImageAspectRatio(String how) {
    set(imageAspectRatio(), Arguments.given("imageAspectRatio", how));
    return this;
  }

  // Work

  @Override
  public StructType transformSchema(StructType schema) {
    return plan(Arguments.given("schema", schema)).outputs.after(schema);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = Arguments.given("dataset", dataset).schema();
    Plan plan = plan(schema);
    SparkSession session = dataset.sparkSession();
    ExecutorJava.require(session);
    RowsPredictor predictor =
        new RowsPredictor(
            sending.to(session.sparkContext()), plan.inputs, plan.outputs, rows(), invalid());
    return dataset.toDF().mapPartitions(predictor, Encoders.row(plan.outputs.after(schema)));
  }

  /**
   * Registers the model as a function of SQL, which computes a row at a time: {@code
   * name(struct(*))} takes the inputs by the names of their columns, {@code name(column)} the only
   * input. Returns what {@link #transform} would add, as a struct if that is more than one column.
   *
   * @throws IllegalArgumentException if {@link #handleInvalid} is {@code skip}
   */
  public void register(SparkSession session, String name) {
    Arguments.given("session", session);
    Arguments.given("name", name);
    if (invalid() == RowsPredictor.Invalid.SKIP) {
      throw new IllegalArgumentException(
          "a function cannot skip rows; choose setHandleInvalid(\"keep\") or (\"error\")");
    }
    OutputColumns outputs = outputs(file().served());
    ExecutorJava.require(session);
    String[] columns = isSet(inputCols()) ? getOrDefault(inputCols()) : null;
    session
        .udf()
        .register(
            name,
            new PredictFunction(
                name, sending.to(session.sparkContext()), columns, outputs, invalid(), fitting()),
            outputs.result());
  }

  private RowsPredictor.Invalid invalid() {
    return RowsPredictor.Invalid.valueOf(getOrDefault(handleInvalid()).toUpperCase(Locale.ROOT));
  }

  private int rows() {
    int chosen = (int) getOrDefault(batchSize());
    if (chosen > 0) {
      return chosen;
    }
    long most = OutputColumns.elements(file().served());
    for (var input : file().served().inputs) {
      var row = input.type().shape().drop(0);
      most = Math.max(most, row.isKnown() ? row.size() : 1);
    }
    return Math.clamp(BATCH_ELEMENTS / most, 1, MOST_ROWS);
  }

  private Plan plan(StructType schema) {
    Served served = file().served();
    String[] columns = isSet(inputCols()) ? getOrDefault(inputCols()) : null;
    List<InputReader> readers = InputColumns.readers(served, schema, columns, fitting());
    if ((isSet(imageResize()) || isSet(imageAspectRatio()))
        && readers.stream().noneMatch(reader -> reader.takesImages(schema))) {
      throw new IllegalArgumentException(
          "imageResize and imageAspectRatio have no effect: none of %s has images"
              .formatted(readers));
    }
    return new Plan(readers, outputs(served));
  }

  private ImageFitting fitting() {
    String resize = getOrDefault(imageResize());
    if (resize.equals(ImageFitting.NONE) && isSet(imageAspectRatio())) {
      throw new IllegalArgumentException(
          "imageAspectRatio has no effect: with imageResize \"none\", images of other sizes are an"
              + " error");
    }
    return ImageFitting.of(resize, getOrDefault(imageAspectRatio()));
  }

  private OutputColumns outputs(Served served) {
    int n = served.outputs.size();
    String[] names =
        isSet(outputCols())
            ? getOrDefault(outputCols())
            : n == 1 ? new String[] {"prediction"} : served.outputs.toArray(String[]::new);
    if (names.length != n) {
      throw new IllegalArgumentException(
          "%s has the outputs %s, and needs a column for each; outputCols has %d: %s"
              .formatted(served.model, served.outputs, names.length, List.of(names)));
    }
    boolean vector = getOrDefault(outputType()).equals(VECTOR);
    OutputColumns outputs = new OutputColumns();
    for (int i = 0; i < n; i++) {
      outputs.add(names[i], served, i, vector, (boolean) getOrDefault(decode()));
    }
    if (isSet(probabilityCol())) {
      outputs.addProbabilities(getOrDefault(probabilityCol()), served, vector);
    }
    if (isSet(classCol())) {
      outputs.addClass(getOrDefault(classCol()), served);
    }
    if (isSet(classIndexCol())) {
      outputs.addClassIndex(getOrDefault(classIndexCol()), served);
    }
    return outputs;
  }

  @Override
  public NyalaModel copy(ParamMap extra) {
    NyalaModel that = new NyalaModel(uid(), sending);
    that.summary = summary;
    return copyValues(that, extra).setParent(parent());
  }
}
