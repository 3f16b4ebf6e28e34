/** Objects as Keras writes them in its files: a class name and named settings. */
package io.nyala.settings;
