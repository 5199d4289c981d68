/** How the trail is proved: leaves, trees, blocks and checkpoints, as docs/audit-format.md has them. Opens nothing. */
@NullMarked
package dev.gatehouse.audit.proof;

import org.jspecify.annotations.NullMarked;
