// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.zoo.networks.FileGroup.KERAS;
import static io.nyala.zoo.networks.FileGroup.kerasIo;

import java.util.List;
import java.util.stream.Stream;

/** The files of the EfficientNets and ConvNeXts, which scale images themselves. */
final class ScalingNetworkFiles {
  private static final String B = "https://storage.googleapis.com/keras-applications/efficientnetb";
  private static final String CONVNEXT = KERAS + "convnext/convnext_";
  private static final String V2 = KERAS + "efficientnet_v2/efficientnetv2-";

  private ScalingNetworkFiles() {}

  static List<WeightFile> all() {
    return Stream.of(
            new FileGroup(
                    "efficientnet_b0", 1, 224, Preprocessing.NONE, null, kerasIo(0.771, 0.933))
                .files(
                    B + "0",
                    "_notop",
                    new long[] {5_330_571L, 4_049_571L},
                    "902e53a9f72be733fc0bcb005b3ebbac",
                    "50bc09e76180e00e4465e1a485ddc09d"),
            new FileGroup(
                    "efficientnet_b1", 1, 240, Preprocessing.NONE, null, kerasIo(0.791, 0.944))
                .files(
                    B + "1",
                    "_notop",
                    new long[] {7_856_239L, 6_575_239L},
                    "1d254153d4ab51201f1646940f018540",
                    "74c4e6b3e1f6a1eea24c589628592432"),
            new FileGroup(
                    "efficientnet_b2", 1, 260, Preprocessing.NONE, null, kerasIo(0.801, 0.949))
                .files(
                    B + "2",
                    "_notop",
                    new long[] {9_177_569L, 7_768_569L},
                    "b15cce36ff4dcbd00b6dd88e7857a6ad",
                    "111f8e2ac8aa800a7a99e3239f7bfb39"),
            new FileGroup(
                    "efficientnet_b3", 1, 300, Preprocessing.NONE, null, kerasIo(0.816, 0.957))
                .files(
                    B + "3",
                    "_notop",
                    new long[] {12_320_535L, 10_783_535L},
                    "ffd1fdc53d0ce67064dc6a9c7960ede0",
                    "af6d107764bb5b1abb91932881670226"),
            new FileGroup(
                    "efficientnet_b4", 1, 380, Preprocessing.NONE, null, kerasIo(0.829, 0.964))
                .files(
                    B + "4",
                    "_notop",
                    new long[] {19_466_823L, 17_673_823L},
                    "18c95ad55216b8f92d7e70b3a046e2fc",
                    "ebc24e6d6c33eaebbd558eafbeedf1ba"),
            new FileGroup(
                    "efficientnet_b5", 1, 456, Preprocessing.NONE, null, kerasIo(0.836, 0.967))
                .files(
                    B + "5",
                    "_notop",
                    new long[] {30_562_527L, 28_513_527L},
                    "ace28f2a6363774853a83a0b21b9421a",
                    "38879255a25d3c92d5e44e04ae6cec6f"),
            new FileGroup("efficientnet_b6", 1, 528, Preprocessing.NONE, null, kerasIo(0.84, 0.968))
                .files(
                    B + "6",
                    "_notop",
                    new long[] {43_265_143L, 40_960_143L},
                    "165f6e37dce68623721b423839de8be5",
                    "9ecce42647a20130c1f39a5d4cb75743"),
            new FileGroup("efficientnet_b7", 1, 600, Preprocessing.NONE, null, kerasIo(0.843, 0.97))
                .files(
                    B + "7",
                    "_notop",
                    new long[] {66_658_687L, 64_097_687L},
                    "8c03f828fec3ef71311cd463b6759d99",
                    "cbcfe4450ddf6f3ad90b1b398090fe4a"),
            new FileGroup(
                    "efficientnet_v2_b0", 1, 224, Preprocessing.NONE, null, kerasIo(0.787, 0.943))
                .files(
                    V2 + "b0",
                    "_notop",
                    new long[] {7_200_312L, 5_919_312L},
                    "21ecbf6da12460d5c40bb2f29ceb2188",
                    "893217f2bb855e2983157299931e43ff"),
            new FileGroup(
                    "efficientnet_v2_b1", 1, 240, Preprocessing.NONE, null, kerasIo(0.798, 0.95))
                .files(
                    V2 + "b1",
                    "_notop",
                    new long[] {8_212_124L, 6_931_124L},
                    "069f0534ff22adf035c89e2d9547a9dc",
                    "0e80663031ca32d657f9caa404b6ec37"),
            new FileGroup(
                    "efficientnet_v2_b2", 1, 260, Preprocessing.NONE, null, kerasIo(0.805, 0.951))
                .files(
                    V2 + "b2",
                    "_notop",
                    new long[] {10_178_374L, 8_769_374L},
                    "424e49f28180edbde1e94797771950a7",
                    "1dfe2e7a5d45b6632553a8961ea609eb"),
            new FileGroup(
                    "efficientnet_v2_b3", 1, 300, Preprocessing.NONE, null, kerasIo(0.82, 0.958))
                .files(
                    V2 + "b3",
                    "_notop",
                    new long[] {14_467_622L, 12_930_622L},
                    "1f1fc43bd98a6e4fd8fdfd551e02c7a0",
                    "f6abf7b5849ac99a89b50dd3fd532856"),
            new FileGroup(
                    "efficientnet_v2_s", 1, 384, Preprocessing.NONE, null, kerasIo(0.839, 0.967))
                .files(
                    V2 + "s",
                    "_notop",
                    new long[] {21_612_360L, 20_331_360L},
                    "e1d88a8495beba45748fedd0cecbe016",
                    "af0682fb74e8c54910f2d4393339c070"),
            new FileGroup(
                    "efficientnet_v2_m", 1, 480, Preprocessing.NONE, null, kerasIo(0.853, 0.974))
                .files(
                    V2 + "m",
                    "_notop",
                    new long[] {54_431_388L, 53_150_388L},
                    "a3bf6aa3276309f4fc6a34aa114c95cd",
                    "1b8dc055df72dde80d614482840fe342"),
            new FileGroup(
                    "efficientnet_v2_l", 1, 480, Preprocessing.NONE, null, kerasIo(0.857, 0.975))
                .files(
                    V2 + "l",
                    "_notop",
                    new long[] {119_027_848L, 117_746_848L},
                    "27e6d408b53c7ebc868fefa357689935",
                    "b0b66b5c863aef5b46e8608fe1711615"),
            new FileGroup("convnext_tiny", 1, 224, Preprocessing.NONE, null, null)
                .files(
                    CONVNEXT + "tiny",
                    "_notop",
                    new long[] {28_589_128L, 27_820_128L},
                    "8ae6e78ce2933352b1ef4008e6dd2f17bc40771563877d156bc6426c7cf503ff",
                    "d547c096cabd03329d7be5562c5e14798aa39ed24b474157cef5e85ab9e49ef1"),
            new FileGroup("convnext_small", 1, 224, Preprocessing.NONE, null, null)
                .files(
                    CONVNEXT + "small",
                    "_notop",
                    new long[] {50_223_688L, 49_454_688L},
                    "ce1277d8f1ee5a0ef0e171469089c18f5233860ceaf9b168049cb9263fd7483c",
                    "6fc8009faa2f00c1c1dfce59feea9b0745eb260a7dd11bee65c8e20843da6eab"),
            new FileGroup("convnext_base", 1, 224, Preprocessing.NONE, null, null)
                .files(
                    CONVNEXT + "base",
                    "_notop",
                    new long[] {88_591_464L, 87_566_464L},
                    "52cbb006d3dadd03f6e095a8ca1aca47aecdd75acb4bc74bce1f5c695d0086e6",
                    "40a20c5548a5e9202f69735ecc06c990e6b7c9d2de39f0361e27baeb24cb7c45"),
            new FileGroup("convnext_large", 1, 224, Preprocessing.NONE, null, null)
                .files(
                    CONVNEXT + "large",
                    "_notop",
                    new long[] {197_767_336L, 196_230_336L},
                    "070c5ed9ed289581e477741d3b34beffa920db8cf590899d6d2c67fba2a198a6",
                    "96f02b6f0753d4f543261bc9d09bed650f24dd6bc02ddde3066135b63d23a1cd"),
            new FileGroup("convnext_xlarge", 1, 224, Preprocessing.NONE, null, null)
                .files(
                    CONVNEXT + "xlarge",
                    "_notop",
                    new long[] {350_196_968L, 348_147_968L},
                    "c1f5ccab661354fc3a79a10fa99af82f0fbf10ec65cb894a3ae0815f17a889ee",
                    "de3f8a54174130e0cecdc71583354753d557fcf1f4487331558e2a16ba0cfe05"))
        .flatMap(List::stream)
        .toList();
  }
}
