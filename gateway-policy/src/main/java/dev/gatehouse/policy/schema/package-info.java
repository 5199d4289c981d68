/** What the arguments of a call must look like, as JSON Schema. */
@NullMarked
package dev.gatehouse.policy.schema;

import org.jspecify.annotations.NullMarked;
