// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import static io.nyala.data.text.PadSequences.padSequences;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.data.text.WordVectors.Coverage;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/text-and-series.md that is about text. */
class TextGuideTest {
  @TempDir Path folder;
  private List<String> trainTexts;
  private List<String> testTexts;

  @BeforeEach
  void write_files() throws IOException {
    Files.createDirectories(folder.resolve("good"));
    Files.createDirectories(folder.resolve("bad"));
    Files.writeString(folder.resolve("good/1"), "header\n\nA fine film, a fine cast");
    Files.writeString(folder.resolve("bad/1"), "header\n\nA dull film");
    Files.writeString(folder.resolve("glove.txt"), "fine 1 0\ndull 0 1\ngood 0.9 0.1\n");
    trainTexts = List.of("A fine film, a fine cast", "A dull film");
    testTexts = List.of("A fine dull thing");
  }

  @Test
  void reads_files() {
    Path archiveOrFolder = folder;
    // snippet:text-files
    LabelledTexts news =
        TextFiles.options()
            .charset(StandardCharsets.ISO_8859_1)
            .clean(message -> message.substring(message.indexOf("\n\n") + 2))
            .labelled(archiveOrFolder);
    // end:text-files
    assertThat(news.classes()).containsExactly("bad", "good");
    assertThat(news.texts()).containsExactly("A dull film", "A fine film, a fine cast");
  }

  @Test
  void vectorizes() {
    // snippet:text-vectorization
    TextVectorization words =
        new TextVectorization().maxTokens(20_000).outputSequenceLength(200).adapt(trainTexts);
    Tensor x = words.transform(trainTexts);
    Tensor held = words.transform(testTexts);
    // end:text-vectorization
    assertThat(x.shape()).isEqualTo(Shape.of(2, 200));
    assertThat(held.ints()).startsWith(2, 3, 5, 1, 0);
    assertThat(words.vocabulary())
        .containsExactly("", "[UNK]", "a", "fine", "film", "dull", "cast");
  }

  @Test
  void tokenizes() {
    // snippet:text-tokenizer
    Tokenizer tokenizer = new Tokenizer().numWords(20_000).fitOnTexts(trainTexts);
    Tensor x = padSequences(tokenizer.textsToSequences(trainTexts), 1_000);
    // end:text-tokenizer
    assertThat(x.shape()).isEqualTo(Shape.of(2, 1_000));
    assertThat(x.at(999)).isEqualTo(4);
  }

  @Test
  void analyses_a_language() {
    // snippet:text-language
    TextVectorization bag =
        new TextVectorization()
            .standardize(Standardize.NONE)
            .split(LanguageAnalyzer.of("en"))
            .outputMode(OutputMode.TF_IDF)
            .adapt(trainTexts);
    // end:text-language
    assertThat(bag.vocabulary()).containsExactly("[UNK]", "fine", "film", "dull", "cast");
  }

  @Test
  void embeds() {
    Path file = folder.resolve("glove.txt");
    Tokenizer tokenizer = new Tokenizer().fitOnTexts(trainTexts);
    // snippet:text-glove
    WordVectors glove = WordVectorFiles.text(file);
    Coverage coverage = glove.matrix(tokenizer.wordIndex(), tokenizer.vocabularySize());
    List<WordVectors.Near> near = glove.nearest("fine", 5);
    // end:text-glove
    assertThat(coverage).hasToString("2 of 5 words have a vector (40.0 %)");
    assertThat(near.getFirst().word()).isEqualTo("good");
  }
}
