// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import io.nyala.data.table.Csv;
import io.nyala.data.table.Table;
import java.time.LocalDate;
import java.util.Locale;
import java.util.SplittableRandom;

/** Generated orders: numbers, categories, dates, texts and missing values, and what was spent. */
final class Orders {
  private static final String[] CITIES = {"Bern", "Graz", "Lyon", "Oslo", "Turin", "Vaduz"};
  private static final String[] KINDS = {"book", "bread", "shoe", "tool"};
  private static final String[] TAGS = {"new", "gift", "sale", "eco"};
  private static final String[] WORDS = {
    "please", "deliver", "to", "the", "back", "door", "ring", "twice", "fragile", "thanks"
  };

  private Orders() {}

  /** Returns a table; the same for the same seed. */
  static Table generate(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder out =
        new StringBuilder(
            "order,age,income,items,member,city,kind,day,tags,note,shop,customer,spent\n");
    LocalDate start = LocalDate.of(2025, 1, 1);
    for (int i = 0; i < rows; i++) {
      int age = random.nextInt(18, 80);
      double income = Math.exp(7.5 + 0.8 * random.nextGaussian());
      int items = 1 + random.nextInt(9);
      boolean member = random.nextInt(3) == 0;
      int city = Math.min(random.nextInt(8), CITIES.length - 1);
      int kind = random.nextInt(KINDS.length);
      LocalDate day = start.plusDays(random.nextInt(500));
      double season = Math.cos(2 * Math.PI * day.getMonthValue() / 12);
      double spent =
          items * (kind == 2 ? 4 : 1.5)
              + 0.002 * income
              + (member ? 3 : 0)
              + (city == 1 && kind == 3 ? 8 : 0)
              + 3 * season
              + 0.5 * random.nextGaussian();
      StringBuilder note = new StringBuilder();
      for (int w = 0; w < 5; w++) {
        note.append(w == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
      }
      out.append(1000 + i).append(',');
      out.append(random.nextInt(10) == 0 ? "" : Integer.toString(age)).append(',');
      out.append(random.nextInt(12) == 0 ? "NA" : number(income)).append(',');
      out.append(items).append(',').append(member ? "yes" : "no").append(',');
      out.append(random.nextInt(20) == 0 ? "" : CITIES[city]).append(',');
      out.append(KINDS[kind]).append(',');
      out.append(random.nextInt(15) == 0 ? "" : day).append(',');
      out.append(TAGS[random.nextInt(4)]).append('|').append(TAGS[random.nextInt(4)]).append(',');
      out.append(note).append(",main,").append(Long.toHexString(random.nextLong())).append(',');
      out.append(number(spent)).append('\n');
    }
    return Csv.options().separator(',').parse("orders.csv", out.toString());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
