/** Records as JSON, both ways, and as the schemas that describe them: one definition for what is sent, taken and documented. */
@NullMarked
package dev.gatehouse.auth.admin.shape;

import org.jspecify.annotations.NullMarked;
