// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.zoo.networks.FileGroup.APACHE;
import static io.nyala.zoo.networks.FileGroup.BSD;
import static io.nyala.zoo.networks.FileGroup.CC_BY;
import static io.nyala.zoo.networks.FileGroup.KERAS;
import static io.nyala.zoo.networks.FileGroup.MIT;
import static io.nyala.zoo.networks.FileGroup.kerasIo;

import java.util.List;
import java.util.stream.Stream;

/** The files of the larger networks and of SqueezeNet. */
final class LargeNetworkFiles {
  private static final String SQUEEZENET =
      "https://github.com/rcmalli/keras-squeezenet/releases/download/v1.0/"
          + "squeezenet_weights_tf_dim_ordering_tf_kernels";

  private LargeNetworkFiles() {}

  static List<WeightFile> all() {
    return Stream.of(
            new FileGroup("vgg16", 1, 224, Preprocessing.CAFFE, CC_BY, kerasIo(0.713, 0.901))
                .files(
                    KERAS + "vgg16/vgg16_weights_tf_dim_ordering_tf_kernels",
                    "_notop",
                    new long[] {138_357_544L, 14_714_688L},
                    "64373286793e3c8b2b4e3219cbf3544b",
                    "6d6bbae143d832006294945121d1f1fc"),
            new FileGroup("vgg19", 1, 224, Preprocessing.CAFFE, CC_BY, kerasIo(0.713, 0.9))
                .files(
                    KERAS + "vgg19/vgg19_weights_tf_dim_ordering_tf_kernels",
                    "_notop",
                    new long[] {143_667_240L, 20_024_384L},
                    "cbe5617147190e668d6c5d5026f83318",
                    "253f8cb515780f3b799900260a226db6"),
            new FileGroup("resnet50", 1, 224, Preprocessing.CAFFE, MIT, kerasIo(0.749, 0.921))
                .files(
                    KERAS + "resnet/resnet50_weights_tf_dim_ordering_tf_kernels",
                    "_notop",
                    new long[] {25_636_712L, 23_587_712L},
                    "2cb95161c43110f7111970584f804107",
                    "4d473c1dd8becc155b73f8504c6f6626"),
            new FileGroup("resnet101", 1, 224, Preprocessing.CAFFE, MIT, kerasIo(0.764, 0.928))
                .files(
                    KERAS + "resnet/resnet101_weights_tf_dim_ordering_tf_kernels",
                    "_notop",
                    new long[] {44_707_176L, 42_658_176L},
                    "f1aeb4b969a6efcfb50fad2f0c20cfc5",
                    "88cf7a10940856eca736dc7b7e228a21"),
            new FileGroup("resnet152", 1, 224, Preprocessing.CAFFE, MIT, kerasIo(0.766, 0.931))
                .files(
                    KERAS + "resnet/resnet152_weights_tf_dim_ordering_tf_kernels",
                    "_notop",
                    new long[] {60_419_944L, 58_370_944L},
                    "100835be76be38e30d865e96f2aaae62",
                    "ee4c566cf9a93f14d82f913c2dc6dd0c"),
            new FileGroup("resnet50_v2", 1, 224, Preprocessing.TF, "BSD", kerasIo(0.76, 0.93))
                .files(
                    KERAS + "resnet/resnet50v2_weights_tf_dim_ordering_tf_kernels",
                    "_notop",
                    new long[] {25_613_800L, 23_564_800L},
                    "3ef43a0b657b3be2300d5770ece849e0",
                    "fac2f116257151a9d068a22e544a4917"),
            new FileGroup("resnet101_v2", 1, 224, Preprocessing.TF, "BSD", kerasIo(0.772, 0.938))
                .files(
                    KERAS + "resnet/resnet101v2_weights_tf_dim_ordering_tf_kernels",
                    "_notop",
                    new long[] {44_675_560L, 42_626_560L},
                    "6343647c601c52e1368623803854d971",
                    "c0ed64b8031c3730f411d2eb4eea35b5"),
            new FileGroup("resnet152_v2", 1, 224, Preprocessing.TF, "BSD", kerasIo(0.78, 0.942))
                .files(
                    KERAS + "resnet/resnet152v2_weights_tf_dim_ordering_tf_kernels",
                    "_notop",
                    new long[] {60_380_648L, 58_331_648L},
                    "a49b44d1979771252814e80f8ec446f9",
                    "ed17cf2e0169df9d443503ef94b23b33"),
            new FileGroup("inception_v3", 1, 299, Preprocessing.TF, APACHE, kerasIo(0.779, 0.937))
                .files(
                    KERAS + "inception_v3/inception_v3_weights_tf_dim_ordering_tf_kernels",
                    "_notop",
                    new long[] {23_851_784L, 21_802_784L},
                    "9a0d58056eeedaa3f26cb7ebd46da564",
                    "bcbd6486424b2319ff4ef7d526e38f63"),
            new FileGroup("xception", 1, 299, Preprocessing.TF, MIT, kerasIo(0.79, 0.945))
                .files(
                    KERAS + "xception/xception_weights_tf_dim_ordering_tf_kernels",
                    "_notop",
                    new long[] {22_910_480L, 20_861_480L},
                    "0a58e3b7378bc2990ea3b43d5981f1f6",
                    "b0042744bf5b25fce3cb969f33bebb97"),
            new FileGroup("densenet121", 1, 224, Preprocessing.TORCH, BSD, kerasIo(0.75, 0.923))
                .files(
                    KERAS + "densenet/densenet121_weights_tf_dim_ordering_tf_kernels",
                    "_notop",
                    new long[] {8_062_504L, 7_037_504L},
                    "9d60b8095a5708f2dcce2bca79d332c7",
                    "30ee3e1110167f948a6b9946edeeb738"),
            new FileGroup("densenet169", 1, 224, Preprocessing.TORCH, BSD, kerasIo(0.762, 0.932))
                .files(
                    KERAS + "densenet/densenet169_weights_tf_dim_ordering_tf_kernels",
                    "_notop",
                    new long[] {14_307_880L, 12_642_880L},
                    "d699b8f76981ab1b30698df4c175e90b",
                    "b8c4d4c20dd625c148057b9ff1c1176b"),
            new FileGroup("densenet201", 1, 224, Preprocessing.TORCH, BSD, kerasIo(0.773, 0.936))
                .files(
                    KERAS + "densenet/densenet201_weights_tf_dim_ordering_tf_kernels",
                    "_notop",
                    new long[] {20_242_984L, 18_321_984L},
                    "1ceb130c1ea1b78c3bf6114dbdfd8807",
                    "c13680b51ded0fb44dff2d8f86ac8bb1"),
            new FileGroup(
                    "inception_resnet_v2", 1, 299, Preprocessing.TF, APACHE, kerasIo(0.803, 0.953))
                .files(
                    KERAS
                        + "inception_resnet_v2/inception_resnet_v2_weights_tf_dim_ordering_tf_kernels",
                    "_notop",
                    new long[] {55_873_736L, 54_336_736L},
                    "e693bd0210a403b3192acc6073ad2e96",
                    "d19885ff4a710c122648d3b5c3b684e4"),
            new FileGroup("nasnet_mobile", 1, 224, Preprocessing.TF, APACHE, kerasIo(0.744, 0.919))
                .files(
                    KERAS + "nasnet/NASNet-mobile",
                    "-no-top",
                    new long[] {5_326_716L, 4_269_716L},
                    "020fb642bf7360b370c678b08e0adf61",
                    "1ed92395b5b598bdda52abe5c0dbfd63"),
            new FileGroup("nasnet_large", 1, 331, Preprocessing.TF, APACHE, kerasIo(0.825, 0.96))
                .files(
                    KERAS + "nasnet/NASNet-large",
                    "-no-top",
                    new long[] {88_949_818L, 84_916_818L},
                    "11577c9a518f0070763c2b964a382f17",
                    "d81d89dc07e6e56530c4e77faddd61b5"),
            new FileGroup("squeezenet", 1, 227, Preprocessing.CAFFE, MIT, null)
                .files(SQUEEZENET, "_notop", new long[] {1_235_496L, 722_496L}))
        .flatMap(List::stream)
        .toList();
  }
}
