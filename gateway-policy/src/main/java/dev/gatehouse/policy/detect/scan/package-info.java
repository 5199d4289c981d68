/** How detectors look through a payload: string by string, in stretches of bounded size. */
@NullMarked
package dev.gatehouse.policy.detect.scan;

import org.jspecify.annotations.NullMarked;
