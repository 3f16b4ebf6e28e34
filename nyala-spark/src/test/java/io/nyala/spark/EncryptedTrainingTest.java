// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.models.Model;
import io.nyala.models.Sequential;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Workers in executors encrypt what they send each other. */
@ExtendWith(TestCluster.class)
class EncryptedTrainingTest {
  @TempDir Path folder;

  private NyalaEstimator estimator() {
    Model model = Sequential.of(input(1), dense(4).activation("relu"), dense(1));
    model.compile(adam(1e-2), meanSquaredError());
    return new NyalaEstimator(model)
        .setInputCols("x")
        .setEpochs(2)
        .setBatchSize(8)
        .setShards(2)
        .setWorkers(2)
        .setSeed(7)
        .setCacheDir(folder.toString());
  }

  private static Dataset<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(RowFactory.create(i / 20f, i / 10f));
    }
    StructType schema =
        new StructType().add("x", DataTypes.FloatType).add("label", DataTypes.FloatType);
    return TestCluster.session().createDataFrame(rows, schema);
  }

  /** The JDK's own tool makes a certificate. */
  private String keyStore(String name, String password) throws Exception {
    String file = folder.resolve(name).toString();
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "nyala",
                "-keyalg",
                "EC",
                "-dname",
                "CN=nyala",
                "-storetype",
                "PKCS12",
                "-keystore",
                file,
                "-storepass",
                password)
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    assertThat(keytool.waitFor()).isZero();
    return file;
  }

  @Test
  void results_are_those_without_encryption() throws Exception {
    String store = keyStore("cluster.p12", "change it");
    NyalaModel encrypted = estimator().setKeyStore(store).fit(rows());
    assertThat(encrypted.network().getWeights())
        .isEqualTo(estimator().fit(rows()).network().getWeights());
  }

  @Test
  void a_file_of_spark_is_found_by_its_name() throws Exception {
    Path made = Path.of(keyStore("named.p12", "change it"));
    // Executors that start in later tests fetch it too, when the folder of this test is gone.
    Path kept = Path.of(System.getenv("SPARK_HOME"), "named.p12");
    Files.copy(made, kept, StandardCopyOption.REPLACE_EXISTING);
    TestCluster.session().sparkContext().addFile(kept.toString());
    assertThat(estimator().setKeyStore("named.p12").fit(rows())).isNotNull();
  }

  @Test
  void says_what_is_wrong_with_the_key_store() throws Exception {
    String missing = folder.resolve("missing.p12").toString();
    assertThatThrownBy(() -> estimator().setKeyStore(missing).fit(rows()))
        .isInstanceOf(NyalaSparkException.class)
        .message()
        .matches(
            "executor \\d on 127\\.0\\.0\\.1 cannot read the key store %s; put it there on all machines, or pass it with --files and give its name"
                .formatted(Pattern.quote(missing)));
    String other = keyStore("other.p12", "another one");
    assertThatThrownBy(() -> estimator().setKeyStore(other).fit(rows()))
        .hasMessageContaining("cannot use the key store " + other)
        .hasMessageContaining("password was incorrect");
  }
}
