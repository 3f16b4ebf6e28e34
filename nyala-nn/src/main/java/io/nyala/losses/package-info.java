/** What training makes small. */
package io.nyala.losses;
