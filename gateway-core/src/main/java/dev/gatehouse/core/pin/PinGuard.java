package dev.gatehouse.core.pin;

import dev.gatehouse.core.digest.Sha256;
import dev.gatehouse.core.json.CanonicalJson;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.UpstreamId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps back what nobody approved. What is kept back is in no list, and is refused when it is called.
 *
 * @param updates by upstream; what is not named is {@link UpdatePolicy#AUTO}
 * @param pins those of now; never blocks
 */
public record PinGuard(Map<UpstreamId, UpdatePolicy> updates, Supplier<Pins> pins) {
    /** Where all upstreams are taken as they are. */
    public static final PinGuard NONE = new PinGuard(Map.of(), () -> Pins.NONE);

    public PinGuard {
        updates = Map.copyOf(updates);
    }

    /** Changes when the same definition may be judged otherwise than before. */
    public long version() {
        return pins.get().version();
    }

    /** Why this definition may not be used, safe to show; empty when it may. */
    public Optional<String> objection(UpstreamId upstream, Definition definition) {
        if (isAuto(upstream)) {
            return Optional.empty();
        }
        return switch (pins.get()
                .standing(upstream, PinKind.of(definition.kind()), definition.name(), definition.digest())) {
            case APPROVED -> Optional.empty();
            case NEW -> Optional.of("This definition is new and nobody has approved it yet.");
            case CHANGED -> Optional.of("This definition changed since it was approved.");
        };
    }

    /** Whether models may read this of an upstream. */
    public boolean admits(UpstreamId upstream, String instructions) {
        return isAuto(upstream)
                || instructions.isEmpty()
                || pins.get().standing(upstream, PinKind.INSTRUCTIONS, "", digest(instructions))
                        == Pins.Standing.APPROVED;
    }

    /** What stands for instructions in a pin. */
    public static String digest(String instructions) {
        return Sha256.hex(CanonicalJson.of(Json.of(instructions)).bytes());
    }

    public UpdatePolicy of(UpstreamId upstream) {
        return updates.getOrDefault(upstream, UpdatePolicy.AUTO);
    }

    private boolean isAuto(UpstreamId upstream) {
        return of(upstream) == UpdatePolicy.AUTO;
    }
}
