// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.SparkSession;

/** Stages on disk: Spark's metadata, and the model file beside them. */
final class StageFiles {
  private static final String MODEL = "model.keras";

  private StageFiles() {}

  /** Writes what Spark writes of every stage, and the model. */
  static final class Writer extends MLWriter {
    private final MLWriter params;
    private final ModelFile file;

    Writer(MLWriter params, ModelFile file) {
      this.params = params;
      this.file = file;
    }

    @Override
    public void saveImpl(String path) {
      Path model = new Path(path, MODEL);
      try {
        params.session(sparkSession()).save(path);
        try (OutputStream out =
            model.getFileSystem(sc().hadoopConfiguration()).create(model, true)) {
          out.write(file.bytes());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Reads what {@link Writer} has written. */
  static final class Reader extends MLReader<NyalaModel> {
    private static final class Params implements DefaultParamsReadable<NyalaModel> {
      private static final long serialVersionUID = 1;
    }

    @Override
    public NyalaModel load(String path) {
      refuseFile(new Path(path));
      NyalaModel stage = new Params().read().session(sparkSession()).load(path);
      Path model = new Path(path, MODEL);
      stage.load(StageFiles.read(model), model.toString());
      return stage;
    }

    private void refuseFile(Path path) {
      try {
        var files = path.getFileSystem(sc().hadoopConfiguration());
        if (files.exists(path) && files.getFileStatus(path).isFile()) {
          throw new IllegalArgumentException(
              path
                  + " is a file; load reads folders of saved stages, NyalaModel.fromFile model"
                  + " files");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Reads a file from where Spark has it. */
  static byte[] read(Path path) {
    var session = SparkSession.getActiveSession();
    Configuration configuration =
        session.isDefined()
            ? session.get().sparkContext().hadoopConfiguration()
            : new Configuration();
    try (InputStream in = path.getFileSystem(configuration).open(path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the model file " + path, e);
    }
  }
}
