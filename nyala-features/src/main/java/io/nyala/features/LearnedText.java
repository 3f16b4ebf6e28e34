// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import static io.nyala.features.layers.FeatureLayers.textVectorization;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.globalAveragePooling1D;

import io.nyala.data.table.Table;
import io.nyala.features.layers.IndexOutput;
import io.nyala.features.layers.TextVectorizationLayer;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Tensor;

/**
 * Texts with their vocabulary.
 *
 * @param feature the feature
 * @param missing how many training rows are missing
 * @param words turns texts into numbers
 */
record LearnedText(TextFeature feature, int missing, TextVectorizationLayer words)
    implements Learned {
  static LearnedText fit(TextFeature feature, Table train) {
    TextVectorizationLayer words =
        textVectorization()
            .maxTokens(feature.maxWords)
            .outputMode(
                switch (feature.mode) {
                  case TF_IDF -> IndexOutput.TF_IDF;
                  case MULTI_HOT -> IndexOutput.MULTI_HOT;
                  case EMBEDDING -> IndexOutput.INT;
                });
    if (feature.mode == TextFeature.Mode.EMBEDDING) {
      words.outputSequenceLength(feature.length);
    }
    words.adapt(feature.texts(train));
    return new LearnedText(feature, train.missing(feature.name()), words);
  }

  @Override
  public DType dtype() {
    return DType.STRING;
  }

  @Override
  public int width() {
    return feature.mode == TextFeature.Mode.EMBEDDING
        ? feature.embedding
        : words.vocabulary().size();
  }

  @Override
  public String encoding() {
    String known = words.vocabulary().size() + " words, ";
    return switch (feature.mode) {
      case TF_IDF -> known + "TF-IDF";
      case MULTI_HOT -> known + "multi-hot";
      case EMBEDDING ->
          known
              + "mean embedding of %d, first %d words".formatted(feature.embedding, feature.length);
    };
  }

  @Override
  public Tensor tensor(Table table) {
    return feature.textTensor(table);
  }

  @Override
  public void encode(Value input, Encoder encoder) {
    // Each model has its own layer, with its own name.
    Layer own = LayerRegistry.fromConfig(LayerRegistry.toConfig(words));
    Value found = own.named(encoder.unique(feature.inputName() + "_words")).apply(input);
    if (feature.mode != TextFeature.Mode.EMBEDDING) {
      encoder.add(found);
      return;
    }
    Value vectors =
        embedding(words.vocabulary().size(), feature.embedding)
            .maskZero(true)
            .named(encoder.unique(feature.inputName() + "_embedding"))
            .apply(found);
    encoder.add(
        globalAveragePooling1D()
            .named(encoder.unique(feature.inputName() + "_mean"))
            .apply(vectors));
  }
}
