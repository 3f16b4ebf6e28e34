// SPDX-License-Identifier: Apache-2.0
package io.nyala.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The stability of a package, or of a part of it with a separate status. Every exported package has
 * a status, which the build records together with the API.
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

  /** The levels of stability. */
  enum Level {
    /**
     * Stable: from version 1.0.0 on, programs that compile continue to compile until the next major
     * version. Before 1.0.0, the changelog lists changes with migration instructions.
     */
    STABLE,

    /** Complete, but may still change in any version; the changelog lists changes. */
    PREVIEW,

    /** Only for the modules of Nyala; may change or disappear in any version without notice. */
    INTERNAL
  }
}
