// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** A response body that is written to a file: counted, and aborted when it is too long. */
final class Body implements BodySubscriber<Void> {
  private final FileChannel out;
  private final long most;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private volatile long came;
  private volatile long expected = -1;
  private volatile boolean begun;
  private volatile String refusal;
  private volatile IOException writing;
  private Flow.Subscription subscription;

  Body(FileChannel out, long most) {
    this.out = out;
    this.most = most;
  }

  /** Rejects the body, and marks the failure as final, so that there is no retry. */
  Body refused(String why) {
    refusal = why;
    return this;
  }

  /**
   * Sets the position in the file at which the body starts.
   *
   * @param length the length given by the server, or -1
   */
  Body from(long start, long length) {
    came = start;
    expected = length < 0 ? -1 : start + length;
    begun = true;
    if (expected > most) {
      return refused("it would be %,d bytes, expected at most %,d".formatted(expected, most));
    }
    try {
      out.truncate(start);
    } catch (IOException e) {
      writing = e;
    }
    return this;
  }

  /** Returns the number of bytes of the file so far. */
  long came() {
    return came;
  }

  /** Returns whether the server has begun to send it. */
  boolean hasBegun() {
    return begun;
  }

  /** Returns whether the body was rejected, so that a retry is useless. */
  boolean isFinal() {
    return refusal != null;
  }

  /** Returns the error in writing the file, or null. */
  IOException writing() {
    return writing;
  }

  /** Returns the problem, given the reason from the client. */
  String problem(String reason) {
    if (refusal != null) {
      return refusal;
    }
    if (!begun) {
      return reason;
    }
    String whole = expected < 0 ? "" : " of %,d".formatted(expected);
    return "the connection was lost after %,d%s bytes (%s)".formatted(came, whole, reason);
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
