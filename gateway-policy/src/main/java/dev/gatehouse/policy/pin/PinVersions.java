package dev.gatehouse.policy.pin;

import dev.gatehouse.core.json.Json;
import java.util.Optional;

/**
 * Two versions of what is pinned, each as the upstream sent it.
 *
 * @param before empty when nothing was approved before
 */
public record PinVersions(PinRecord pin, Optional<Version> before, Version after) {

    /** @param digest of the canonical form of {@code json} */
    public record Version(String digest, Json json) {}
}
