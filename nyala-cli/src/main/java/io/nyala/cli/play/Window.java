// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli.play;

import io.nyala.rl.env.Frame;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;
import java.awt.RenderingHints;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;

/** A window that shows frames at the speed at which they belong. */
public final class Window implements Stage {
  private static final int LEAST_WIDTH = 400; // small pictures are made larger

  private final JFrame window = new JFrame();
  private final Canvas canvas = new Canvas();
  private final long nanosPerFrame;
  private volatile boolean closed;
  private boolean open;
  private long due;

  /**
   * Prepares a window, which the first frame opens.
   *
   * @throws HeadlessException if there is no display
   */
  public Window(double framesPerSecond) {
    nanosPerFrame = (long) (TimeUnit.SECONDS.toNanos(1) / framesPerSecond);
  }

  /** Returns whether there is a display to open a window on. */
  public static boolean isPossible() {
    if (GraphicsEnvironment.isHeadless()) {
      return false;
    }
    try {
      return GraphicsEnvironment.getLocalGraphicsEnvironment().getScreenDevices().length > 0;
    } catch (HeadlessException | java.awt.AWTError e) { // a display that does not answer
      return false;
    }
  }

  @Override
  public boolean show(Frame frame, String title) {
    BufferedImage image = image(frame);
    SwingUtilities.invokeLater(() -> put(image, title));
    waitForTheNext();
    return !closed;
  }

  private void put(BufferedImage image, String title) {
    canvas.image = image;
    window.setTitle(title);
    if (!open) {
      open = true;
      int scale = Math.max(1, LEAST_WIDTH / image.getWidth());
      canvas.setPreferredSize(new Dimension(scale * image.getWidth(), scale * image.getHeight()));
      window.setContentPane(canvas);
      window.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
      window.addWindowListener(
          new WindowAdapter() {
            @Override
            public void windowClosed(WindowEvent e) {
              closed = true;
            }
          });
      window.pack();
      window.setLocationRelativeTo(null);
      window.setVisible(true);
    }
    canvas.repaint();
  }

  private void waitForTheNext() {
    long now = System.nanoTime();
    due = Math.max(due + nanosPerFrame, now - nanosPerFrame); // does not hurry after a pause
    while (!closed && now < due) {
      LockSupport.parkNanos(due - now);
      now = System.nanoTime();
    }
  }

  private static BufferedImage image(Frame frame) {
    int width = frame.width();
    BufferedImage image = new BufferedImage(width, frame.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = frame.rgb();
    for (int i = 0; i < rgb.length / 3; i++) {
      int color = (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | rgb[3 * i + 2] & 0xff;
      image.setRGB(i % width, i / width, color);
    }
    return image;
  }

  @Override
  public void close() {
    SwingUtilities.invokeLater(window::dispose);
  }

  /** Draws the latest frame as large as there is room. */
  private static final class Canvas extends JPanel {
    private static final long serialVersionUID = 1;
    private transient BufferedImage image;

    @Override
    protected void paintComponent(Graphics graphics) {
      super.paintComponent(graphics);
      if (image == null) {
        return;
      }
      double scale =
          Math.min(
              (double) getWidth() / image.getWidth(), (double) getHeight() / image.getHeight());
      int width = (int) (scale * image.getWidth());
      int height = (int) (scale * image.getHeight());
      ((Graphics2D) graphics)
          .setRenderingHint(
              RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(
          image, (getWidth() - width) / 2, (getHeight() - height) / 2, width, height, null);
    }
  }
}
