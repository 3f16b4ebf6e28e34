// SPDX-License-Identifier: Apache-2.0
package io.nyala.legacy;

import java.util.Map;

/** Alternative class names of layers, from older versions or from Python. */
final class ClassNames {
  private static final Map<String, String> PRESENT =
      Map.ofEntries(
          Map.entry("Convolution1D", "Conv1D"),
          Map.entry("Convolution2D", "Conv2D"),
          Map.entry("Convolution3D", "Conv3D"),
          Map.entry("AtrousConvolution1D", "Conv1D"),
          Map.entry("AtrousConvolution2D", "Conv2D"),
          Map.entry("AtrousConv1D", "Conv1D"),
          Map.entry("AtrousConv2D", "Conv2D"),
          Map.entry("Convolution1DTranspose", "Conv1DTranspose"),
          Map.entry("Convolution2DTranspose", "Conv2DTranspose"),
          Map.entry("Convolution3DTranspose", "Conv3DTranspose"),
          Map.entry("Deconvolution2D", "Conv2DTranspose"),
          Map.entry("Deconvolution3D", "Conv3DTranspose"),
          Map.entry("Deconv2D", "Conv2DTranspose"),
          Map.entry("Deconv3D", "Conv3DTranspose"),
          Map.entry("SeparableConvolution1D", "SeparableConv1D"),
          Map.entry("SeparableConvolution2D", "SeparableConv2D"),
          Map.entry("MaxPool1D", "MaxPooling1D"),
          Map.entry("MaxPool2D", "MaxPooling2D"),
          Map.entry("MaxPool3D", "MaxPooling3D"),
          Map.entry("AvgPool1D", "AveragePooling1D"),
          Map.entry("AvgPool2D", "AveragePooling2D"),
          Map.entry("AvgPool3D", "AveragePooling3D"),
          Map.entry("GlobalMaxPool1D", "GlobalMaxPooling1D"),
          Map.entry("GlobalMaxPool2D", "GlobalMaxPooling2D"),
          Map.entry("GlobalMaxPool3D", "GlobalMaxPooling3D"),
          Map.entry("GlobalAvgPool1D", "GlobalAveragePooling1D"),
          Map.entry("GlobalAvgPool2D", "GlobalAveragePooling2D"),
          Map.entry("GlobalAvgPool3D", "GlobalAveragePooling3D"),
          Map.entry("BatchNormalizationV1", "BatchNormalization"),
          Map.entry("BatchNormalizationV2", "BatchNormalization"),
          Map.entry("SyncBatchNormalization", "BatchNormalization"),
          // The Python names of public classes.
          Map.entry("GroupedQueryAttention", "GroupQueryAttention"),
          Map.entry("LSTMV1", "LSTM"),
          Map.entry("LSTMV2", "LSTM"),
          Map.entry("GRUV1", "GRU"),
          Map.entry("GRUV2", "GRU"),
          // Their weights are converted where they are read.
          Map.entry("CuDNNLSTM", "LSTM"),
          Map.entry("CuDNNGRU", "GRU"),
          Map.entry("TimeDistributedDense", "Dense"));

  private ClassNames() {}

  /** Returns the name of a class in this library. */
  static String present(String name) {
    String bare = name.startsWith("Keras>") ? name.substring(6) : name;
    return PRESENT.getOrDefault(bare, bare);
  }
}
