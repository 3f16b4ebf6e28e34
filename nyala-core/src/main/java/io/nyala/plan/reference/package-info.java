/** The oracle: a slow engine in double precision. */
package io.nyala.plan.reference;
