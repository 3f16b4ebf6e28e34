/** Measures gathered over batches. */
package io.nyala.metrics;
