/** Projections of weights after each update. */
package io.nyala.constraints;
