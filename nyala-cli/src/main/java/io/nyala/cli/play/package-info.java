// SPDX-License-Identifier: Apache-2.0
/** Watching a trained agent: what acts, the window, the film. */
package io.nyala.cli.play;
