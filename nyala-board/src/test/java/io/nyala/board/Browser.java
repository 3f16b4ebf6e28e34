// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Chromium without a window, led through its DevTools protocol. */
final class Browser implements AutoCloseable {
  private static final long PATIENCE = 60;

  private final Process process;
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final WebSocket socket;
  private int commands;

  private Browser(Path chromium, Path profile) throws Exception {
    process =
        new ProcessBuilder(
                chromium.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "--window-size=1280,860",
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    HttpClient client = HttpClient.newHttpClient();
    URI list = URI.create("http://127.0.0.1:" + port(profile) + "/json/list");
    String pages =
        client.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString()).body();
    String address =
        JSON.std.listFrom(pages).stream()
            .map(page -> (Map<?, ?>) page)
            .filter(page -> "page".equals(page.get("type")))
            .map(page -> (String) page.get("webSocketDebuggerUrl"))
            .findFirst()
            .orElseThrow();
    socket = client.newWebSocketBuilder().buildAsync(URI.create(address), new Listener()).join();
  }

  /** Starts the Chromium of this machine, or returns null where there is none. */
  static Browser start(Path profile) throws Exception {
    Path chromium =
        Stream.of("chromium", "chromium-browser", "google-chrome")
            .map(name -> Path.of("/usr/bin", name))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    return chromium == null ? null : new Browser(chromium, profile);
  }

  /** Chromium writes its port into a file of its profile once it listens. */
  private static int port(Path profile) throws Exception {
    Path file = profile.resolve("DevToolsActivePort");
    for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE); ; Thread.sleep(20)) {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      if (lines.size() >= 2) {
        return Integer.parseInt(lines.get(0));
      }
      if (System.nanoTime() > end) {
        throw new IOException("Chromium did not start within " + PATIENCE + " s");
      }
    }
  }

  void open(String address) throws Exception {
    command("Page.navigate", Map.of("url", address));
  }

  /** Returns the value of an expression of JavaScript, which may be a promise. */
  Object evaluate(String expression) throws Exception {
    Map<String, Object> parameters =
        Map.of("expression", expression, "returnByValue", true, "awaitPromise", true);
    Map<?, ?> answer = command("Runtime.evaluate", parameters);
    if (answer.get("exceptionDetails") != null) {
      throw new IOException(expression + ": " + answer.get("exceptionDetails"));
    }
    return ((Map<?, ?>) answer.get("result")).get("value");
  }

  /** Asks again and again until an expression is true; returns the seconds that this took. */
  double await(String condition) throws Exception {
    long start = System.nanoTime();
    while (true) {
      Object value;
      try {
        value = evaluate("!!(" + condition + ")");
      } catch (IOException e) {
        value = e.getMessage(); // while one page makes room for the next
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      if (Boolean.TRUE.equals(value)) {
        return seconds;
      }
      if (seconds > PATIENCE) {
        throw new IOException("never came true: " + condition + ", last " + value);
      }
      Thread.sleep(10);
    }
  }

  /** Shows pages in a window of this size, below 500 pixels as a telephone does. */
  void size(int width, int height) throws Exception {
    Map<String, Object> size =
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500);
    command("Emulation.setDeviceMetricsOverride", size);
  }

  /** Tells pages whether the system is dark. */
  void dark(boolean on) throws Exception {
    Map<String, String> feature =
        Map.of("name", "prefers-color-scheme", "value", on ? "dark" : "light");
    command("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
  }

  /** Saves what pages download in a folder. */
  void downloads(Path folder) throws Exception {
    command(
        "Page.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", folder.toString()));
  }

  /**
   * Moves the mouse, or presses or releases its left button, with modifiers such as 8 for Shift.
   */
  void mouse(String type, double x, double y, int modifiers) throws Exception {
    boolean moved = type.equals("mouseMoved");
    command(
        "Input.dispatchMouseEvent",
        Map.of(
            "type",
            type,
            "x",
            x,
            "y",
            y,
            "modifiers",
            modifiers,
            "clickCount",
            moved ? 0 : 1,
            "button",
            moved ? "none" : "left",
            "buttons",
            1));
  }

  /** Types a key into what has the focus. */
  void key(String key) throws Exception {
    command("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", key));
    command("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
  }

  /** Writes what can be seen as a PNG. */
  void screenshot(Path file) throws Exception {
    Map<?, ?> answer = command("Page.captureScreenshot", Map.of("format", "png"));
    Files.write(file, Base64.getDecoder().decode((String) answer.get("data")));
  }

  private Map<?, ?> command(String method, Map<String, Object> parameters) throws Exception {
    int id = ++commands;
    String text = JSON.std.asString(Map.of("id", id, "method", method, "params", parameters));
    socket.sendText(text, true).join();
    while (true) {
      String message = messages.poll(PATIENCE, TimeUnit.SECONDS);
      if (message == null) {
        throw new IOException("Chromium does not answer " + method);
      }
      Map<String, Object> form = JSON.std.mapFrom(message);
      if (Integer.valueOf(id).equals(form.get("id"))) {
        if (form.get("error") != null) {
          throw new IOException(method + ": " + form.get("error"));
        }
        return (Map<?, ?>) form.get("result");
      }
    }
  }

  /** Ends it and all its processes, which would go on writing into the profile. */
  @Override
  public void close() {
    socket.abort();
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().completeOnTimeout(each, PATIENCE, TimeUnit.SECONDS).join());
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        messages.add(text.toString());
        text.setLength(0);
      }
      webSocket.request(1);
      return null;
    }
  }
}
