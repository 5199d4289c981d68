/** The fold that turns an operation into a permit or a refusal. The only place where a permit is made. */
@NullMarked
package dev.gatehouse.core.policy;

import org.jspecify.annotations.NullMarked;
