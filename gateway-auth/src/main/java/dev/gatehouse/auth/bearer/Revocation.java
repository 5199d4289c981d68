package dev.gatehouse.auth.bearer;

import java.time.Instant;

/**
 * A grant or a token that counts no more.
 *
 * @param until when every token that rests on it has expired anyway
 */
public record Revocation(String id, Instant until) {}
