/** Finds words that are meant for a model and come from somebody who has nothing to say to it. Advisory. */
@NullMarked
package dev.gatehouse.policy.detect.injection;

import org.jspecify.annotations.NullMarked;
