// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** A response body that is written to a file: counted, and aborted when it is too long. */
final class Body implements BodySubscriber<Void> {
  private final PartFile out;
  private final DownloadListener listener;
  private final long most;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private volatile long came;
  private volatile long expected = -1;
  private volatile boolean begun;
  private volatile String refusal;
  private volatile boolean stale;
  private volatile boolean whole;
  private volatile IOException writing;
  private Flow.Subscription subscription;

  Body(PartFile out, DownloadListener listener, long most) {
    this.out = out;
    this.listener = listener;
    this.most = most;
  }

  /** Rejects the body, and marks the failure as final, so that there is no retry. */
  Body refused(String why) {
    refusal = why;
    return this;
  }

  /** Rejects the body, because what is there already belongs to another version of the file. */
  Body stale() {
    stale = true;
    return refused("the file has changed");
  }

  /** Skips the body, because the file is complete without it. */
  Body whole() {
    whole = true;
    return this;
  }

  /**
   * Starts the file anew.
   *
   * @param length the length given by the server, or -1
   * @param validator what tells this version of the file at this address from others, or ""
   */
  Body from(URI home, long length, String validator) {
    try {
      if (length <= most && !out.hasRoomFor(length)) {
        return refused(
            "the file needs %,d bytes, and the disk of %s has %,d free. Free some space, or set"
                    .formatted(length, out.path().getParent(), out.free())
                + " NYALA_CACHE to a folder on another disk");
      }
      if (length <= most) {
        out.restart(home, validator);
      }
    } catch (IOException e) {
      writing = e;
    }
    return from(0, length);
  }

  /**
   * Sets the position in the file at which the body starts.
   *
   * @param length the length of the rest given by the server, or -1
   */
  Body from(long start, long length) {
    came = start;
    expected = length < 0 ? -1 : start + length;
    begun = true;
    return expected > most
        ? refused("it would be %,d bytes, expected at most %,d".formatted(expected, most))
        : this;
  }

  /** Returns the number of bytes of the file so far. */
  long came() {
    return came;
  }

  /** Returns the number of bytes that the whole file has, or -1. */
  long expected() {
    return expected;
  }

  /** Returns whether the server has begun to send it. */
  boolean hasBegun() {
    return begun;
  }

  /** Returns whether the body was rejected, so that a retry is useless. */
  boolean isFinal() {
    return refusal != null;
  }

  /** Returns whether the server has another version than the one that is there in part. */
  boolean isStale() {
    return stale;
  }

  /** Returns the error in writing the file, or null. */
  IOException writing() {
    IOException e = writing;
    return e == null
        ? null
        : new IOException(
            "cannot write %s after %,d%s bytes: %s. Free some space, or set NYALA_CACHE to a folder"
                    .formatted(out.path(), came, whole(expected), e.getMessage())
                + " on another disk",
            e);
  }

  private static String whole(long expected) {
    return expected < 0 ? "" : " of %,d".formatted(expected);
  }

  /** Returns the problem, given the reason from the client. */
  String problem(String reason) {
    if (refusal != null) {
      return refusal;
    }
    if (!begun) {
      return reason;
    }
    return "the connection was lost after %,d%s bytes (%s)"
        .formatted(came, whole(expected), reason);
  }

  @Override
  public CompletionStage<Void> getBody() {
    return done;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (refusal != null || writing != null) {
      end(new IOException(refusal));
    } else if (whole) {
      subscription.cancel();
      done.complete(null);
    } else {
      given.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      if (came + buffer.remaining() > most) {
        refusal = "received more than the expected maximum of %,d bytes".formatted(most);
        end(new IOException(refusal));
        return;
      }
      try {
        while (buffer.hasRemaining()) {
          came += out.write(buffer, came);
        }
      } catch (IOException e) {
        writing = e;
        end(e);
        return;
      }
    }
    listener.came(came);
    subscription.request(1);
  }

  private void end(IOException e) {
    subscription.cancel();
    done.completeExceptionally(e);
  }

  @Override
  public void onError(Throwable e) {
    done.completeExceptionally(e);
  }

  @Override
  public void onComplete() {
    done.complete(null);
  }
}
