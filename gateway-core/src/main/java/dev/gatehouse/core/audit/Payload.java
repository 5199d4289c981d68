package dev.gatehouse.core.audit;

import dev.gatehouse.core.json.Json;
import java.util.Optional;

/**
 * Arguments or a result, as far as the bundle lets them be kept.
 *
 * @param sha256 of the bytes as forwarded, lower-case hex
 * @param bytes length of those bytes
 * @param kept the value or its masked shape; empty in digest mode
 */
public record Payload(String sha256, int bytes, Optional<Json> kept) {}
