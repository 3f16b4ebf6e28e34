// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Splits a text with the rules of its language: words by the rules of Unicode, converted to lower
 * case in any script, without stop words, and stemmed. It uses Apache Lucene's analyzers.
 *
 * <p>For {@link TextVectorization#split} with {@link Standardize#NONE}, because the analyzer
 * handles case and punctuation.
 */
public final class LanguageAnalyzer implements TextSplitter {
  private record Language(Function<CharArraySet, Analyzer> stemming, CharArraySet stopWords) {}

  private static final Map<String, Language> LANGUAGES =
      new TreeMap<>(
          Map.ofEntries(
              language("da", DanishAnalyzer::new, DanishAnalyzer.getDefaultStopSet()),
              language("de", GermanAnalyzer::new, GermanAnalyzer.getDefaultStopSet()),
              language("en", EnglishAnalyzer::new, EnglishAnalyzer.getDefaultStopSet()),
              language("es", SpanishAnalyzer::new, SpanishAnalyzer.getDefaultStopSet()),
              language("fi", FinnishAnalyzer::new, FinnishAnalyzer.getDefaultStopSet()),
              language("fr", FrenchAnalyzer::new, FrenchAnalyzer.getDefaultStopSet()),
              language("it", ItalianAnalyzer::new, ItalianAnalyzer.getDefaultStopSet()),
              language("nl", DutchAnalyzer::new, DutchAnalyzer.getDefaultStopSet()),
              language("no", NorwegianAnalyzer::new, NorwegianAnalyzer.getDefaultStopSet()),
              language("pt", PortugueseAnalyzer::new, PortugueseAnalyzer.getDefaultStopSet()),
              language("ru", RussianAnalyzer::new, RussianAnalyzer.getDefaultStopSet()),
              language("sv", SwedishAnalyzer::new, SwedishAnalyzer.getDefaultStopSet())));

  private final Language language;
  private final boolean stopWords;
  private final boolean stemming;
  private final Analyzer analyzer;

  private LanguageAnalyzer(Language language, boolean stopWords, boolean stemming) {
    this.language = language;
    this.stopWords = stopWords;
    this.stemming = stemming;
    CharArraySet stop = stopWords ? language.stopWords : CharArraySet.EMPTY_SET;
    this.analyzer = stemming ? language.stemming.apply(stop) : words(stop);
  }

  private static Map.Entry<String, Language> language(
      String code, Function<CharArraySet, Analyzer> stemming, CharArraySet stopWords) {
    return Map.entry(code, new Language(stemming, stopWords));
  }

  private static Analyzer words(CharArraySet stop) {
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        StandardTokenizer source = new StandardTokenizer();
        return new TokenStreamComponents(source, new StopFilter(new LowerCaseFilter(source), stop));
      }
    };
  }

  /**
   * Returns the analyzer of a language, which removes stop words and stems words.
   *
   * @param code the two-letter code of the language, such as {@code en} or {@code fr}
   * @throws IllegalArgumentException if the language is not supported; the message lists the
   *     supported ones
   */
  public static LanguageAnalyzer of(String code) {
    Language language = LANGUAGES.get(code);
    if (language == null) {
      throw new IllegalArgumentException(
          "LanguageAnalyzer: no language '" + code + "'; there are " + LANGUAGES.keySet());
    }
    return new LanguageAnalyzer(language, true, true);
  }

  /** Keeps stop words. */
  public LanguageAnalyzer keepStopWords() {
    return new LanguageAnalyzer(language, false, stemming);
  }

  /** Keeps words unchanged instead of stemming them. */
  public LanguageAnalyzer withoutStemming() {
    return new LanguageAnalyzer(language, stopWords, false);
  }

  @Override
  public List<String> split(String text) {
    List<String> tokens = new ArrayList<>();
    try (TokenStream stream = analyzer.tokenStream("text", text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        tokens.add(term.toString());
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException("unexpected: the text is in memory", e);
    }
    return tokens;
  }
}
