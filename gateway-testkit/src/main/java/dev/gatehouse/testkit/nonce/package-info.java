/** A server of both eras that says back what it was told, after a while, so that who hears another's words notices. */
@NullMarked
package dev.gatehouse.testkit.nonce;

import org.jspecify.annotations.NullMarked;
