// SPDX-License-Identifier: Apache-2.0
/** Networks of layers, and how they are trained, evaluated and asked. */
package io.nyala.models;
