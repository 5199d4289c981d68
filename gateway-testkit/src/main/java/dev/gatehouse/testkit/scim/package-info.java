/** An identity provider that pushes its people and groups, as many as it takes. */
@NullMarked
package dev.gatehouse.testkit.scim;

import org.jspecify.annotations.NullMarked;
