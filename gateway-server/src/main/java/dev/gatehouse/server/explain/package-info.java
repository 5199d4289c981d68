/** Why a call would be allowed or not, and why a tool is not there: the same policies, asked without doing anything. */
@NullMarked
package dev.gatehouse.server.explain;

import org.jspecify.annotations.NullMarked;
