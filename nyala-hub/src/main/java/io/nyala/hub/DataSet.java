// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A data set used by recipes.
 *
 * @param name the name of the set and of its folder
 * @param forms the possible sets of files (or folders) in a folder; all of one of them must exist
 * @param remote the files to download if it is missing; empty without a public address
 * @param advice how to get it manually
 */
public record DataSet(
    String name, List<List<String>> forms, List<RemoteFile> remote, String advice) {
  /** White wines: measurements and quality. */
  public static final DataSet WINE =
      new DataSet(
          "wine",
          List.of(
              List.of(
                  "book_split/train_data.csv",
                  "book_split/val_data.csv",
                  "book_split/test_data.csv"),
              List.of("winequality-white.csv")),
          List.of(
              new RemoteFile(
                  "winequality-white.csv",
                  List.of(
                      URI.create(
                          "https://archive.ics.uci.edu/ml/machine-learning-databases/wine-quality/"
                              + "winequality-white.csv")),
                  264_426,
                  Checksum.sha256(
                      "76c3f809815c17c07212622f776311faeb31e87610d52c26d87d6e361b169836"))),
          "winequality-white.csv is part of the data set 'Wine Quality' of"
              + " https://archive.ics.uci.edu/dataset/186");

  /** One-second pieces of EEG recordings: seizure or not. */
  public static final DataSet SEIZURE =
      new DataSet(
          "seizure",
          List.of(List.of("train_data.csv", "val_data.csv", "test_data.csv")),
          List.of(),
          "'Epileptic Seizure Recognition' (11,500 rows) has no permanent public address: search "
              + "for it by that name and split it into three files, each with columns X1 to X178 "
              + "and y"
              + " (1 for a seizure, 0 for none)");

  /** Handwritten digits. */
  public static final DataSet MNIST =
      new DataSet(
          "mnist",
          Stream.of("%s-%s.gz", "%s-%s", "%s.%s").map(DataSet::mnistFiles).toList(),
          List.of(
              mnist(
                  "train-images-idx3-ubyte.gz",
                  47_040_016,
                  "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
              mnist(
                  "train-labels-idx1-ubyte.gz",
                  60_008,
                  "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
              mnist(
                  "t10k-images-idx3-ubyte.gz",
                  7_840_016,
                  "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
              mnist(
                  "t10k-labels-idx1-ubyte.gz",
                  10_008,
                  "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2")),
          "the four files are at https://ossci-datasets.s3.amazonaws.com/mnist/");

  /** Messages of twenty newsgroups, a folder for each group. */
  public static final DataSet NEWSGROUPS =
      new DataSet(
          "newsgroups",
          List.of(List.of("20_newsgroups.tar.gz")),
          List.of(),
          "20_newsgroups.tar.gz is the data set 'Twenty Newsgroups' of"
              + " https://archive.ics.uci.edu/dataset/113");

  /** Word vectors. */
  public static final DataSet GLOVE =
      new DataSet(
          "glove",
          List.of(List.of("glove.6B.50d.txt"), List.of("glove.6B.50d.subset.txt")),
          List.of(),
          "glove.6B.50d.txt is in glove.6B.zip of https://nlp.stanford.edu/projects/glove");

  /** Film reviews, good or bad. */
  public static final DataSet IMDB =
      new DataSet(
          "imdb",
          List.of(List.of("train.tsv.gz", "test.tsv.gz")),
          List.of(),
          "the reviews are the 'Large Movie Review Dataset' of"
              + " https://ai.stanford.edu/~amaas/data/sentiment; convert them to two files with "
              + "lines of neg or pos, a number, the rating and the text, separated by tabs");

  /** Sentences in English and French. */
  public static final DataSet FRA_ENG =
      new DataSet(
          "fra-eng",
          List.of(List.of("fra-eng.zip"), List.of("fra.txt")),
          List.of(),
          "fra-eng.zip is at https://www.manythings.org/anki");

  /** Time series. */
  public static final DataSet TIMESERIES =
      new DataSet(
          "timeseries",
          List.of(List.of("daily-min-temperatures.csv"), List.of("BTC-USD_2014_2022.csv")),
          List.of(),
          "daily-min-temperatures.csv is among the files of"
              + " https://github.com/jbrownlee/Datasets");

  /** Small photographs of ten classes of objects; one of the five training files is enough. */
  public static final DataSet CIFAR10 =
      new DataSet(
          "cifar10",
          List.of(List.of("data_batch_1.bin", "test_batch.bin")),
          List.of(),
          "get the binary version, cifar-10-binary.tar.gz, from"
              + " https://www.cs.toronto.edu/~kriz/cifar.html and unpack it");

  /** Photographs of cats and dogs: folders for training, validation and test, each by class. */
  public static final DataSet CATS_VS_DOGS =
      new DataSet(
          "photos/cats_vs_dogs",
          List.of(List.of("train", "val", "test")),
          List.of(),
          "take photographs of two kinds of things, such as those of the contest 'Dogs vs. Cats' of"
              + " https://www.kaggle.com/c/dogs-vs-cats, in folders train/cat, train/dog, val/cat and"
              + " so on");

  /** Weights of MobileNetV2 with a width of 0.35, trained on ImageNet. */
  public static final DataSet MOBILENET_V2_035 =
      new DataSet(
          "pretrained/mobilenetv2_035_224",
          List.of(
              List.of("mobilenet_v2_weights_tf_dim_ordering_tf_kernels_0.35_224_no_top.h5"),
              List.of("keras_model.h5")),
          List.of(),
          "get mobilenet_v2_weights_tf_dim_ordering_tf_kernels_0.35_224_no_top.h5 from"
              + " https://storage.googleapis.com/tensorflow/keras-applications/mobilenet_v2/");

  /** Weights of SqueezeNet 1.1, trained on ImageNet. */
  public static final DataSet SQUEEZENET =
      new DataSet(
          "pretrained/squeezenet_v1.1",
          List.of(
              List.of("squeezenet_weights_tf_dim_ordering_tf_kernels.h5"),
              List.of("squeezenet_v1.1_full_hwio_float32.npz"),
              List.of("squeezenet_weights_tf_dim_ordering_tf_kernels_notop.h5")),
          List.of(),
          "get squeezenet_weights_tf_dim_ordering_tf_kernels.h5 from"
              + " https://github.com/rcmalli/keras-squeezenet/releases/tag/v1.0");

  private static List<String> mnistFiles(String pattern) {
    return List.of(
        pattern.formatted("train-images", "idx3-ubyte"),
        pattern.formatted("train-labels", "idx1-ubyte"),
        pattern.formatted("t10k-images", "idx3-ubyte"),
        pattern.formatted("t10k-labels", "idx1-ubyte"));
  }

  private static RemoteFile mnist(String name, long size, String sha256) {
    return new RemoteFile(
        name,
        List.of(
            URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/" + name),
            URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/" + name)),
        size,
        Checksum.sha256(sha256));
  }

  /** Returns whether a folder contains this set in one of its forms. */
  boolean isIn(Path folder) {
    return forms.stream()
        .anyMatch(files -> files.stream().allMatch(file -> Files.exists(folder.resolve(file))));
  }

  /** Returns the file names that are looked for, without alternative spellings. */
  String wanted() {
    String first = String.join(", ", forms.getFirst());
    return name.equals("wine") ? first + " or " + String.join(", ", forms.get(1)) : first;
  }
}
