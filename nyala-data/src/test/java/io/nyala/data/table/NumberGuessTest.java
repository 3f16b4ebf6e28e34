// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumberGuessTest {
  @TempDir Path folder;

  private Table read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), text);
    return Csv.guess(file).read(file);
  }

  @Test
  void decimal_commas() throws IOException {
    Table table = read("a;b;c\n1,5;x;1.234,5\n2;y;17\n-3,25;z;1,25\n");
    assertThat(table.doubles("a")).containsExactly(1.5, 2, -3.25);
    assertThat(table.doubles("c")).containsExactly(1234.5, 17, 1.25);
    assertThat(table.type("b")).isEqualTo(ColumnType.TEXT);
  }

  @Test
  void commas_between_thousands() throws IOException {
    Table table = read("a;b\n1,234;0.5\n17;1\n1,234,567;2\n");
    assertThat(table.doubles("a")).containsExactly(1234, 17, 1234567);
    assertThat(table.doubles("b")).containsExactly(0.5, 1, 2);
  }

  @Test
  void other_files_are_read_as_usual() throws IOException {
    assertThat(read("a,b\n1.5,x\n2,y\n").doubles("a")).containsExactly(1.5, 2);
    // Points in one column and commas in another: the commas may mean anything.
    assertThat(read("a;b\n1.5;1,5\n2.5;2,5\n").type("b")).isEqualTo(ColumnType.TEXT);
    assertThat(read("a;b\n1;red, green\n2;blue\n").strings("b")).contains("red, green");
  }
}
