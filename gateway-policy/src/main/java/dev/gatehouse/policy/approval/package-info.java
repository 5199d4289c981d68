/** Calls that people approve: who asks, who may decide, what was decided, and each approval used once. */
@NullMarked
package dev.gatehouse.policy.approval;

import org.jspecify.annotations.NullMarked;
