// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What tests of the page in a browser have in common. */
abstract class InBrowser {
  @TempDir static Path profile;
  static Browser browser;

  @TempDir Path logs;

  @BeforeAll
  static void startBrowser() throws Exception {
    browser = Browser.start(profile);
    assumeTrue(browser != null, "no Chromium in /usr/bin: the page is not tested in a browser");
  }

  @AfterAll
  static void stopBrowser() throws Exception {
    if (browser != null) {
      browser.close();
      browser = null;
    }
  }

  /** Opens a page, or the same page with another link, in a window of this width. */
  static void open(String address, int width) throws Exception {
    browser.size(width, width < 500 ? 844 : 768);
    browser.open("about:blank");
    browser.await("location.href === 'about:blank'");
    browser.open(address);
    browser.await("document.querySelector('#live')?.textContent.startsWith('live')");
  }

  static Object js(String expression) throws Exception {
    return browser.evaluate(expression);
  }

  static String text(String selector) throws Exception {
    return (String) js("document.querySelector('%s').innerText".formatted(selector));
  }

  /** Returns the text of all elements that match. */
  static List<?> texts(String selector) throws Exception {
    return (List<?>)
        js("[...document.querySelectorAll('%s')].map(e => e.innerText.trim())".formatted(selector));
  }

  static void click(String selector) throws Exception {
    js("document.querySelector('%s').click()".formatted(selector));
  }

  /** Types into a field, as a person does. */
  static void type(String field, String value) throws Exception {
    js("$('%s').value = '%s'".formatted(field, value));
    js("$('%s').dispatchEvent(new Event('input'))".formatted(field));
  }

  static void choose(String tab) throws Exception {
    js(
        "[...document.querySelectorAll('nav button')].find(b => b.textContent === '%s').click()"
            .formatted(tab));
  }

  /** Returns the address with the link, which follows the settings after a moment. */
  static String link() throws Exception {
    return (String) js("new Promise(done => setTimeout(() => done(location.href), 400))");
  }

  /** A telephone must not need to be scrolled sideways. */
  static void assertFits(int width) throws Exception {
    assertThat(js("document.documentElement.scrollWidth")).isEqualTo(width);
  }

  /** Waits for a file that the page downloads, until it is whole. */
  static Path downloaded(Path folder, String name) throws Exception {
    Path file = folder.resolve(name);
    for (int i = 0; i < 500; i++, Thread.sleep(20)) {
      if (Files.exists(file) && Files.size(file) > 0) {
        return file;
      }
    }
    throw new IOException("never downloaded: " + file);
  }
}
