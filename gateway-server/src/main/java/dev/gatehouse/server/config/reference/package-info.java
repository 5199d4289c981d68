/** Writes down what the file may hold, for editors and for people, from the shapes it is bound by. */
@NullMarked
package dev.gatehouse.server.config.reference;

import org.jspecify.annotations.NullMarked;
