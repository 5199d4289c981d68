/** Approvals put together: where people decide about calls, and what goes on without them. */
@NullMarked
package dev.gatehouse.server.approval;

import org.jspecify.annotations.NullMarked;
