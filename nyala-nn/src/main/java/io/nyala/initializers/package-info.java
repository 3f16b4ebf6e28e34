/** First contents of weights. */
package io.nyala.initializers;
