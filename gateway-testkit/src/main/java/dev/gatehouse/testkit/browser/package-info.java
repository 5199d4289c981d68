/** A real browser, for pages that have to work in one. */
@NullMarked
package dev.gatehouse.testkit.browser;

import org.jspecify.annotations.NullMarked;
