/** Rules that look for what should not pass: secrets, personal data, risky commands, words that are not for the model. */
@NullMarked
package dev.gatehouse.policy.detect;

import org.jspecify.annotations.NullMarked;
