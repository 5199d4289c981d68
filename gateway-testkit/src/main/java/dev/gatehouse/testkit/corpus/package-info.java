/** Labelled texts, and how well something tells them apart. */
@NullMarked
package dev.gatehouse.testkit.corpus;

import org.jspecify.annotations.NullMarked;
