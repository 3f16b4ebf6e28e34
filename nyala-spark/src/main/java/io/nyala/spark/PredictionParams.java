// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import io.nyala.images.Interpolation;
import io.nyala.settings.Arguments;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;

/** The parameters of predictions on Spark, as Spark ML knows them. */
public abstract class PredictionParams extends Model<NyalaModel> {
  private static final long serialVersionUID = 1;

  static final String VECTOR = "vector";

  private static final String ERROR = "error";

  private final String uid;
  private final StringArrayParam inputCols;
  private final StringArrayParam outputCols;
  private final Param<String> outputType;
  private final Param<String> probabilityCol;
  private final Param<String> classCol;
  private final Param<String> classIndexCol;
  private final BooleanParam decode;
  private final IntParam batchSize;
  private final Param<String> handleInvalid;
  private final Param<String> imageResize;
  private final Param<String> imageAspectRatio;

  PredictionParams(String uid) {
    this.uid = Arguments.given("uid", uid);
    inputCols =
        new StringArrayParam(
            this, "inputCols", "columns of the inputs; default: those with the inputs' names");
    outputCols =
        new StringArrayParam(
            this,
            "outputCols",
            "columns for the outputs; default: prediction, or the names of several outputs");
    outputType =
        new Param<>(
            this,
            "outputType",
            "type of outputs of several numbers: vector or array",
            ParamValidators.inArray(new String[] {VECTOR, "array"}));
    probabilityCol =
        new Param<>(this, "probabilityCol", "column for the probabilities of the classes");
    classCol = new Param<>(this, "classCol", "column for the name of the most probable class");
    classIndexCol =
        new Param<>(this, "classIndexCol", "column for the number of the most probable class");
    decode = new BooleanParam(this, "decode", "whether numbers are returned in their unit");
    batchSize =
        new IntParam(
            this,
            "batchSize",
            "rows computed at a time; 0: up to 1024, depending on their size",
            ParamValidators.gtEq(0));
    handleInvalid =
        new Param<>(
            this,
            "handleInvalid",
            "rows with missing values: error, skip, or keep with null as prediction",
            ParamValidators.inArray(new String[] {ERROR, "skip", "keep"}));
    imageResize =
        new Param<>(
            this,
            "imageResize",
            "how images of other sizes are resized: none, or an interpolation of Keras",
            ParamValidators.inArray(ImageFitting.interpolations()));
    imageAspectRatio =
        new Param<>(
            this,
            "imageAspectRatio",
            "how images of other aspect ratios are resized: distort, crop or pad",
            ParamValidators.inArray(ImageFitting.aspectRatios()));
    setDefault(outputType, VECTOR);
    setDefault(decode, true);
    setDefault(batchSize, 0);
    setDefault(handleInvalid, ERROR);
    setDefault(imageResize, Interpolation.BILINEAR.kerasName());
    setDefault(imageAspectRatio, "distort");
  }

  @Override
  public final String uid() {
    return uid;
  }

  /** Returns the param for the columns of the inputs. */
  public final StringArrayParam inputCols() {
    return inputCols;
  }

  /** Returns the param for the columns of the outputs. */
  public final StringArrayParam outputCols() {
    return outputCols;
  }

  /** Returns the param for the type of outputs of several numbers. */
  public final Param<String> outputType() {
    return outputType;
  }

  /** Returns the param for the column of the probabilities. */
  public final Param<String> probabilityCol() {
    return probabilityCol;
  }

  /** Returns the param for the column of the names of classes. */
  public final Param<String> classCol() {
    return classCol;
  }

  /** Returns the param for the column of the numbers of classes. */
  public final Param<String> classIndexCol() {
    return classIndexCol;
  }

  /** Returns the param that tells whether numbers are returned in their unit. */
  public final BooleanParam decode() {
    return decode;
  }

  /** Returns the param for the number of rows computed at a time. */
  public final IntParam batchSize() {
    return batchSize;
  }

  /** Returns the param for what happens to rows with missing values. */
  public final Param<String> handleInvalid() {
    return handleInvalid;
  }

  /** Returns the param for how images of other sizes are resized. */
  public final Param<String> imageResize() {
    return imageResize;
  }

  /** Returns the param for how images of other aspect ratios are resized. */
  public final Param<String> imageAspectRatio() {
    return imageAspectRatio;
  }
}
