/** Programs of other people that tests run with Node.js: pinned by lock files, installed once below {@code target}. */
@NullMarked
package dev.gatehouse.testkit.npm;

import org.jspecify.annotations.NullMarked;
