/** Finds what opens something: keys, tokens, passwords. */
@NullMarked
package dev.gatehouse.policy.detect.secret;

import org.jspecify.annotations.NullMarked;
