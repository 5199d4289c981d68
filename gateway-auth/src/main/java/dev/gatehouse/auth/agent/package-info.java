/** The credentials of agents: who may issue, rotate and revoke them, and a copy in memory that outlives the database. */
@NullMarked
package dev.gatehouse.auth.agent;

import org.jspecify.annotations.NullMarked;
