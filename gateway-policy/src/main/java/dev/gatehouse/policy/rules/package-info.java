/** Rules that allow and deny tools by name. */
@NullMarked
package dev.gatehouse.policy.rules;

import org.jspecify.annotations.NullMarked;
