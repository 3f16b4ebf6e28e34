// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.SparkSession;

/** Stages on disk: Spark's metadata, and the model file beside them. */
final class StageFiles {
  private static final String MODEL = "model.keras";
  private static final String SUMMARY = "summary.json";

  private StageFiles() {}

  /**
   * Writes what Spark writes of every stage, the model, and how it was trained, if that is known.
   */
  static final class Writer extends MLWriter {
    private final MLWriter params;
    private final ModelFile file;
    private final TrainingSummary summary;

    Writer(MLWriter params, ModelFile file, TrainingSummary summary) {
      this.params = params;
      this.file = file;
      this.summary = summary;
    }

    @Override
    public void saveImpl(String path) {
      try {
        params.session(sparkSession()).save(path);
        write(new Path(path, MODEL), file.bytes());
        if (summary != null) {
          write(new Path(path, SUMMARY), summary.json().getBytes(StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void write(Path to, byte[] content) throws IOException {
      try (OutputStream out = to.getFileSystem(sc().hadoopConfiguration()).create(to, true)) {
        out.write(content);
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
      Path summary = new Path(path, SUMMARY);
      try {
        if (summary.getFileSystem(sc().hadoopConfiguration()).exists(summary)) {
          String text = new String(StageFiles.read(summary), StandardCharsets.UTF_8);
          stage.setSummary(TrainingSummary.ofJson(text, summary.toString()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
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
      throw new UncheckedIOException("cannot read the file " + path, e);
    }
  }
}
