// SPDX-License-Identifier: Apache-2.0
package io.nyala.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How far a program may rely on a package, or on a part of it that has a status of its own. Every
 * exported package has one, and the build records it together with the API.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({
  ElementType.PACKAGE,
  ElementType.TYPE,
  ElementType.METHOD,
  ElementType.CONSTRUCTOR,
  ElementType.FIELD
})
public @interface ApiStatus {
  /** Returns the status. */
  Level value();

  /** What a new version may do. */
  enum Level {
    /**
     * Made to last: from version 1.0.0 on, programs that compile go on compiling until the next
     * major version. Before 1.0.0, a change is in the changelog with what to do about it.
     */
    STABLE,

    /** Complete, but its form may still change in any version; a change is in the changelog. */
    PREVIEW,

    /** For the modules of Nyala alone; may change or go in any version without a word. */
    INTERNAL
  }
}
