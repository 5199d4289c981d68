package dev.gatehouse.auth.scim;

import java.util.UUID;

/** One end of a membership, as seen from the other: a group of a user, or a user of a group. */
record Membership(UUID id, String display) {}
