// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli.project;

import java.util.Locale;

/** The tasks for which there is a template. */
public enum ProjectTask {
  /** A number from the columns of a table. */
  REGRESSION(
      "rents from the columns of a table",
      "rents.csv",
      "area=70&rooms=3&district=north&built=1965&balcony=1&advertised=2025-05-01"),
  /** One of two classes from the columns of a table. */
  BINARY(
      "which customers leave, from the columns of a table",
      "customers.csv",
      "since=2024-02-01&plan=basic&country=FR&monthly=12.5&calls=4&age=27"),
  /** One of several classes from the columns of a table. */
  MULTICLASS(
      "the kind of a drink from the columns of a table",
      "drinks.csv",
      "temperature=65&sugar=10&caffeine=400&colour=brown"),
  /** The class of a picture. */
  IMAGES("the shape in a picture", "shapes", ""),
  /** The class of a text. */
  TEXT("the topic of a message", "messages.csv", "text=what+time+is+the+match"),
  /** The next values of a time series, with other columns that are known in advance. */
  SERIES("the electricity load of the next day", "load.csv", "");

  private final String purpose;
  private final String data;
  private final String query;

  ProjectTask(String purpose, String data, String query) {
    this.purpose = purpose;
    this.data = data;
    this.query = query;
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

  /** Returns a row as the query of an address, for tasks whose model takes named values. */
  String query() {
    return query;
  }

  /** Returns whether the model takes the columns of a row. */
  boolean isTable() {
    return !query.isEmpty();
  }
}
