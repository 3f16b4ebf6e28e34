// SPDX-License-Identifier: Apache-2.0
/** Data: tables, images and text as tensors; scalers, splits and reports. */
module io.nyala.data {
  requires transitive io.nyala.core;
  requires de.siegmar.fastcsv;
  requires java.desktop;
  requires org.apache.commons.compress;
  requires org.apache.lucene.analysis.common;
  requires org.apache.lucene.core;

  exports io.nyala.data;
  exports io.nyala.data.evaluation;
  exports io.nyala.data.images;
  exports io.nyala.data.preprocessing;
  exports io.nyala.data.samples;
  exports io.nyala.data.series;
  exports io.nyala.data.series.arima;
  exports io.nyala.data.split;
  exports io.nyala.data.streams;
  exports io.nyala.data.table;
  exports io.nyala.data.text;
}
