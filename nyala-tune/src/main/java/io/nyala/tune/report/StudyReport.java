// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.report;

import io.nyala.files.AtomicFile;
import io.nyala.settings.Arguments;
import io.nyala.tune.Study;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A page about a study: the best trial, importance, plots, and a table of all trials. The page is
 * self-contained, so it can be shared and works offline. The plots are also saved as separate
 * files.
 */
public final class StudyReport {
  /** The file name of the page. */
  public static final String PAGE = "report.html";

  private StudyReport() {}

  /**
   * Writes the page, which is also possible for an unfinished study. Sections that need more trials
   * are omitted.
   *
   * @param study a study that has run, or whose journal was written by another run
   * @param folder the directory for the page and the plots (SVG), created if necessary. Existing
   *     files are replaced
   * @return the page
   * @throws IOException if a file cannot be written
   * @throws IllegalStateException if the study has neither run nor a journal
   */
  public static Path write(Study study, Path folder) throws IOException {
    Arguments.given("study", study);
    if (Files.exists(Arguments.given("folder", folder)) && !Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder + ": the report needs a folder, but this is a file");
    }
    Files.createDirectories(folder);
    Map<String, String> pictures = new LinkedHashMap<>();
    for (StudyPlots.Plot plot : StudyPlots.of(study)) {
      Path file = folder.resolve(plot.name() + ".svg");
      plot.drawing().into(file);
      pictures.put(plot.heading(), Files.readString(file));
    }
    Path page = folder.resolve(PAGE);
    AtomicFile.writeString(page, new StudyPage(study, pictures).html());
    return page;
  }
}
