// SPDX-License-Identifier: Apache-2.0
/** Writes a new Maven project: a program, its test, data to begin with, a Dockerfile. */
package io.nyala.cli.project;
