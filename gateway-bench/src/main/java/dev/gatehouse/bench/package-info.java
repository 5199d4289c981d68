/** Every figure the project quotes comes from here: real processes, side by side, interleaved. Not shipped. */
@NullMarked
package dev.gatehouse.bench;

import org.jspecify.annotations.NullMarked;
