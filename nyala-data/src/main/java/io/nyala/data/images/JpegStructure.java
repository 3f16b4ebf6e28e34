// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

/**
 * The properties of a JPEG file that are needed before decoding: the number and meaning of its
 * components, and whether the file is complete. The JDK's decoder fills the missing part of a
 * truncated file with grey and only issues a warning.
 *
 * @param components 1 for grey, 3 for colours, 4 for printing inks; 0 if no frame was found
 * @param adobeTransform the transform of the components in Adobe's segment: 0 for none, 2 for inks
 *     as luminance, chrominance and black; -1 without such a segment
 * @param hasLuminance whether the first of three components is luminance, that is, they are not
 *     red, green and blue
 * @param scans the number of scans
 * @param complete whether the end marker was found
 */
record JpegStructure(
    int components, int adobeTransform, boolean hasLuminance, int scans, boolean complete) {
  private static final int MARKER = 0xFF;
  private static final int START_OF_SCAN = 0xDA;
  private static final int END_OF_IMAGE = 0xD9;
  private static final int JFIF = 0xE0;
  private static final int COMPONENT_AT = 10;
  private static final int ADOBE = 0xEE;
  private static final int ADOBE_TRANSFORM_AT = 15;

  static JpegStructure of(byte... file) {
    int components = 0;
    int transform = -1;
    int scans = 0;
    boolean jfif = false;
    boolean numbered = false;
    int at = 2;
    while (at + 1 < file.length) {
      int marker = file[at + 1] & 0xff;
      if ((file[at] & 0xff) != MARKER || marker == MARKER) {
        at++; // padding, or bytes that decoders skip
        continue;
      }
      if (marker == END_OF_IMAGE) {
        boolean grey = components == 3 && (jfif || (transform < 0 ? numbered : transform == 1));
        return new JpegStructure(components, transform, grey, scans, true);
      }
      if (marker == 0 || marker == 1 || marker >= 0xD0 && marker <= 0xD8) {
        at += 2; // a byte of data, or a marker without a segment
        continue;
      }
      if (at + 4 > file.length) {
        break;
      }
      int length = (file[at + 2] & 0xff) << 8 | file[at + 3] & 0xff;
      boolean frame = marker >= 0xC0 && marker <= 0xCF;
      boolean table = marker == 0xC4 || marker == 0xC8 || marker == 0xCC;
      if (frame && !table && at + 9 < file.length) {
        components = file[at + 9] & 0xff;
        numbered = at + COMPONENT_AT < file.length && file[at + COMPONENT_AT] == 1;
      } else if (marker == JFIF && at + 4 < file.length && file[at + 4] == 'J') {
        jfif = true;
      } else if (marker == ADOBE && at + ADOBE_TRANSFORM_AT < file.length && file[at + 4] == 'A') {
        transform = file[at + ADOBE_TRANSFORM_AT] & 0xff;
      }
      scans += marker == START_OF_SCAN ? 1 : 0;
      // The data of a scan contain only markers without segments, so they need no special
      // treatment.
      at += marker == START_OF_SCAN ? 2 : 2 + length;
    }
    return new JpegStructure(components, transform, false, scans, false);
  }
}
