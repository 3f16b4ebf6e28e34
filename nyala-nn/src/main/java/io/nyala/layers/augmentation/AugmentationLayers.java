// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerFamily;
import io.nyala.settings.Settings;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Registers the layers of this package for reading model files. */
public final class AugmentationLayers implements LayerFamily {
  /** Creates the family; called by {@link java.util.ServiceLoader}. */
  public AugmentationLayers() {}

  @Override
  public void readers(BiConsumer<String, Function<Settings, ? extends Layer>> add) {
    add.accept("RandomFlip", RandomFlip::from);
    add.accept("RandomRotation", RandomRotation::from);
    add.accept("RandomTranslation", RandomTranslation::from);
    add.accept("RandomZoom", RandomZoom::from);
    add.accept("RandomShear", RandomShear::from);
    add.accept("RandomCrop", RandomCrop::from);
    add.accept("RandomContrast", RandomContrast::from);
    add.accept("RandomBrightness", RandomBrightness::from);
    add.accept("RandomSaturation", RandomSaturation::from);
    add.accept("RandomGrayscale", RandomGrayscale::from);
    add.accept("RandomHue", RandomHue::from);
    add.accept("RandomColorDegeneration", RandomColorDegeneration::from);
    add.accept("RandomColorJitter", RandomColorJitter::from);
    add.accept("RandomSharpness", RandomSharpness::from);
    add.accept("RandomInvert", RandomInvert::from);
    add.accept("RandomPosterization", RandomPosterization::from);
    add.accept("RandomGaussianBlur", RandomGaussianBlur::from);
    add.accept("RandomErasing", RandomErasing::from);
    add.accept("RandomPerspective", RandomPerspective::from);
    add.accept("Solarization", Solarization::from);
    add.accept("AutoContrast", AutoContrast::from);
    add.accept("Equalization", Equalization::from);
    add.accept("MixUp", MixUp::from);
    add.accept("CutMix", CutMix::from);
    add.accept("RandAugment", RandAugment::from);
    add.accept("AugMix", AugMix::from);
  }
}
