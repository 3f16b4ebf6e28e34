// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.zoo.networks.FileGroup.APACHE;
import static io.nyala.zoo.networks.FileGroup.KERAS;
import static io.nyala.zoo.networks.FileGroup.kerasIo;

import io.nyala.hub.RemoteFile;
import java.util.ArrayList;
import java.util.List;

/** The files of the MobileNets, of several widths and sizes of images. */
final class MobileNetFiles {
  private static final int SIZE = 224;
  private static final String V1 = KERAS + "mobilenet/mobilenet_";
  private static final String V2 =
      KERAS + "mobilenet_v2/mobilenet_v2_weights_tf_dim_ordering_tf_kernels_";
  private static final String V3 = KERAS + "mobilenet_v3/weights_mobilenet_v3_";

  /** Of the one file of which the size was measured: MobileNetV2, width 0.35, without top. */
  private static final long MEASURED = 2_019_640;

  private MobileNetFiles() {}

  static List<WeightFile> all() {
    List<WeightFile> all = new ArrayList<>();
    first(all, 0.25, "2_5", 475_544, 218_544);
    first(all, 0.5, "5_0", 1_342_536, 829_536);
    first(all, 0.75, "7_5", 2_601_976, 1_832_976);
    first(all, 1, "1_0", 4_253_864, 3_228_864);
    second(all, 0.35, 1_691_208, 410_208);
    second(all, 0.5, 1_987_224, 706_224);
    second(all, 0.75, 2_663_064, 1_382_064);
    second(all, 1, 3_538_984, 2_257_984);
    second(all, 1.3, 5_431_048, 3_766_048);
    second(all, 1.4, 6_156_712, 4_363_712);
    third(
        all,
        "large",
        0.75,
        0.733,
        new long[] {4_012_616, 1_808_736},
        "765b44a33ad4005b3ac83185abf1d0eb",
        "40af19a13ebea4e2ee0c676887f69a2e");
    third(
        all,
        "large",
        1,
        0.756,
        new long[] {5_507_432, 2_996_352},
        "59e551e166be033d707958cf9e29a6a7",
        "07fb09a5933dd0c8eaafa16978110389");
    third(
        all,
        "small",
        0.75,
        0.654,
        new long[] {2_051_552, 583_160},
        "cb65d4e5be93758266aa0a7f2c6708b7",
        "ebdb5cc8e0b497cd13a7c275d475c819");
    third(
        all,
        "small",
        1,
        0.681,
        new long[] {2_554_968, 939_120},
        "8768d4c2e7dee89b9d02b2d03d65d862",
        "d3e8ec802a04aa4fc771ee12a9a9b836");
    return all;
  }

  private static void first(List<WeightFile> all, double alpha, String text, long... parameters) {
    for (int size : new int[] {128, 160, 192, SIZE}) {
      PublishedAccuracy accuracy = alpha == 1 && size == SIZE ? kerasIo(0.704, 0.895) : null;
      FileGroup group = new FileGroup("mobilenet", alpha, size, Preprocessing.TF, APACHE, accuracy);
      all.addAll(group.files(V1 + text + "_" + size + "_tf", "_no_top", parameters));
    }
  }

  private static void second(List<WeightFile> all, double alpha, long... parameters) {
    int[] sizes = alpha > 1 ? new int[] {SIZE} : new int[] {96, 128, 160, 192, SIZE};
    for (int size : sizes) {
      PublishedAccuracy accuracy = null;
      if (size == SIZE && alpha == 1) {
        accuracy = kerasIo(0.713, 0.901);
      } else if (size == SIZE && alpha == 0.35) {
        accuracy = new PublishedAccuracy(0.603, Double.NaN, "the authors of MobileNetV2");
      }
      FileGroup group =
          new FileGroup("mobilenet_v2", alpha, size, Preprocessing.TF, APACHE, accuracy);
      for (WeightFile each : group.files(V2 + alpha + "_" + size, "_no_top", parameters)) {
        boolean measured = alpha == 0.35 && size == SIZE && !each.top();
        all.add(measured ? group.file(false, each.parameters(), sized(each.file())) : each);
      }
    }
  }

  private static RemoteFile sized(RemoteFile file) {
    return new RemoteFile(file.name(), file.homes(), MEASURED, null);
  }

  private static void third(
      List<WeightFile> all,
      String kind,
      double alpha,
      double top1,
      long[] parameters,
      String... hashes) {
    FileGroup group =
        new FileGroup(
            "mobilenet_v3_" + kind,
            alpha,
            SIZE,
            Preprocessing.NONE,
            null,
            new PublishedAccuracy(top1, Double.NaN, "the documentation of Keras"));
    String address = V3 + kind + "_224_" + alpha + "_float";
    all.addAll(group.files(address, "_no_top_v2", parameters, hashes));
  }
}
