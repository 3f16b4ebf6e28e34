// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli.project;

import java.util.Locale;

/** The tasks for which there is a template. */
public enum ProjectTask {
  /** A number from the columns of a table. */
  REGRESSION("rents from the columns of a table", "rents.csv"),
  /** One of two classes from the columns of a table. */
  BINARY("which customers leave, from the columns of a table", "customers.csv"),
  /** One of several classes from the columns of a table. */
  MULTICLASS("the kind of a drink from the columns of a table", "drinks.csv"),
  /** The class of a picture. */
  IMAGES("the shape in a picture", "shapes"),
  /** The class of a text. */
  TEXT("the topic of a message", "messages.csv"),
  /** The next values of a time series, with other columns that are known in advance. */
  SERIES("the electricity load of the next day", "load.csv");

  private final String purpose;
  private final String data;

  ProjectTask(String purpose, String data) {
    this.purpose = purpose;
    this.data = data;
  }

  /** Returns what the program of the template predicts. */
  public String purpose() {
    return purpose;
  }

  /** Returns the name of the data in the project's folder {@code data}. */
  String data() {
    return data;
  }

  /** Returns the name on the command line, such as {@code regression}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
