/** Penalties on weights and outputs. */
package io.nyala.regularizers;
