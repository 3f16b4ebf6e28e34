// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli.project;

import io.nyala.data.samples.TopicTexts;
import io.nyala.data.text.LabelledTexts;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Generated CSV files for the templates, with what real tables have: numbers, categories, dates and
 * missing values. The same at each call.
 */
final class SampleTables {
  private static final List<String> DISTRICTS = List.of("north", "east", "south", "old town");
  private static final double[] DISTRICT_RENTS = {9, 8, 11, 15};
  private static final List<String> PLANS = List.of("basic", "family", "business");
  private static final List<String> COUNTRIES = List.of("DE", "FR", "ES", "IT", "PL");
  private static final List<String> DRINKS = List.of("coffee", "tea", "juice");
  private static final List<String> COLOURS = List.of("brown", "green", "red", "yellow");
  private static final List<String> TOPICS = List.of("sports", "cooking", "travel");
  private static final int ROWS = 1_500;
  private static final int HOURS = 24 * 7 * 12;
  private static final int HOURS_A_DAY = 24;

  private SampleTables() {}

  /** Returns a generated table for a task that learns from a table. */
  static String of(ProjectTask task) {
    return switch (task) {
      case REGRESSION -> rents();
      case BINARY -> customers();
      case MULTICLASS -> drinks();
      case TEXT -> messages();
      case SERIES -> load();
      case IMAGES -> throw new IllegalArgumentException("pictures are not in a table");
    };
  }

  private static String rents() {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder csv = new StringBuilder("area,rooms,district,built,balcony,advertised,rent\n");
    for (int i = 0; i < ROWS; i++) {
      double area = 25 + 110 * random.nextDouble();
      int rooms = Math.clamp(Math.round(area / 27 + random.nextGaussian() / 2), 1, 6);
      int district = random.nextInt(DISTRICTS.size());
      int built = 1900 + random.nextInt(125);
      boolean balcony = random.nextInt(3) > 0;
      LocalDate day = LocalDate.of(2025, 1, 1).plusDays(random.nextInt(365));
      double season = 1 + 0.08 * Math.cos(2 * Math.PI * (day.getDayOfYear() - 250) / 365);
      double charm = 1 + 0.25 * Math.pow((built - 1960) / 60.0, 2); // very old or new is dear
      double rent =
          area * DISTRICT_RENTS[district] * season * charm
              + (balcony ? 60 : 0)
              + 25 * random.nextGaussian();
      line(
          csv,
          fixed(1, area),
          rooms,
          DISTRICTS.get(district),
          random.nextInt(12) == 0 ? "" : built,
          random.nextInt(20) == 0 ? "" : balcony ? "yes" : "no",
          day,
          fixed(0, rent));
    }
    return csv.toString();
  }

  private static String customers() {
    SplittableRandom random = new SplittableRandom(2);
    StringBuilder csv = new StringBuilder("since,plan,country,monthly,calls,age,left\n");
    for (int i = 0; i < ROWS; i++) {
      LocalDate since = LocalDate.of(2018, 1, 1).plusDays(random.nextInt(2_700));
      int plan = random.nextInt(PLANS.size());
      double monthly = 10 + 15 * plan + 8 * random.nextDouble();
      int calls = (int) Math.abs(2.5 * random.nextGaussian());
      int age = 18 + random.nextInt(65);
      double years = (2_700 - since.toEpochDay() + LocalDate.of(2018, 1, 1).toEpochDay()) / 365.0;
      double score =
          0.9 * (calls - 2)
              + (plan == 0 && age < 30 ? 2.5 : 0)
              - 0.35 * years
              + (plan == 2 && calls > 3 ? 2 : 0);
      boolean left = random.nextDouble() < 1 / (1 + Math.exp(-2 * score));
      line(
          csv,
          since,
          PLANS.get(plan),
          COUNTRIES.get(random.nextInt(COUNTRIES.size())),
          fixed(2, monthly),
          random.nextInt(15) == 0 ? "" : calls,
          age,
          left ? "yes" : "no");
    }
    return csv.toString();
  }

  private static String drinks() {
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder csv = new StringBuilder("temperature,sugar,caffeine,colour,drink\n");
    for (int i = 0; i < ROWS; i++) {
      int drink = random.nextInt(DRINKS.size());
      boolean iced = random.nextInt(3) == 0;
      double temperature = (drink == 2 || iced ? 9 : 68) + 6 * random.nextGaussian();
      double sugar = Math.max(0, (drink == 2 ? 95 : iced ? 60 : 12) + 15 * random.nextGaussian());
      double caffeine =
          Math.max(0, (drink == 0 ? 420 : drink == 1 ? 190 : 0) + 90 * random.nextGaussian());
      int colour = drink == 2 ? random.nextInt(1, 4) : drink == 1 ? random.nextInt(2) : 0;
      line(
          csv,
          fixed(1, temperature),
          fixed(1, sugar),
          random.nextInt(10) == 0 ? "" : fixed(0, caffeine),
          COLOURS.get(colour),
          DRINKS.get(drink));
    }
    return csv.toString();
  }

  private static String messages() {
    LabelledTexts texts = TopicTexts.generate(600, TOPICS, 4);
    StringBuilder csv = new StringBuilder("topic,text\n");
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.texts().get(i).strip().replace('\n', ' ').replace("\"", "\"\"");
      line(csv, TOPICS.get(texts.labels().ints()[i]), '"' + text + '"');
    }
    return csv.toString();
  }

  private static String load() {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder csv = new StringBuilder("time,load,temperature,holiday\n");
    LocalDateTime start = LocalDateTime.of(2025, 1, 6, 0, 0);
    double weather = 0;
    double rest = 0;
    for (int hour = 0; hour < HOURS; hour++) {
      LocalDateTime time = start.plusHours(hour);
      int day = hour / HOURS_A_DAY;
      boolean holiday = day % 7 >= 5 || day % 23 == 11;
      weather = 0.98 * weather + 0.4 * random.nextGaussian();
      rest = 0.8 * rest + 4 * random.nextGaussian();
      double temperature =
          8 + 5 * Math.sin(2 * Math.PI * (time.getHour() - 9) / HOURS_A_DAY) + 3 * weather;
      double work = Math.exp(-Math.pow((time.getHour() - 13) / 5.0, 2));
      double load = 300 + (holiday ? 60 : 160) * work + 4 * Math.max(0, 15 - temperature) + rest;
      line(csv, time, fixed(1, load), fixed(1, temperature), holiday ? 1 : 0);
    }
    return csv.toString();
  }

  private static String fixed(int decimals, double value) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  private static void line(StringBuilder csv, Object... cells) {
    for (int i = 0; i < cells.length; i++) {
      csv.append(i == 0 ? "" : ",").append(cells[i]);
    }
    csv.append('\n');
  }
}
