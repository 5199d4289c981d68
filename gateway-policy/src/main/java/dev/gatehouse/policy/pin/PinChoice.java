package dev.gatehouse.policy.pin;

import dev.gatehouse.core.digest.Sha256;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.pin.PinKind;
import java.util.List;

/**
 * What somebody decides about.
 *
 * @param digest of what he saw: a decision holds for that and for nothing that came since
 */
public record PinChoice(PinKind kind, String name, String digest) {

    boolean isOf(PinState pin, UpstreamId upstream) {
        return pin.upstream().equals(upstream)
                && pin.kind() == kind
                && pin.name().equals(name)
                && pin.offered().filter(digest::equals).isPresent();
    }

    /** One digest for all that an upstream has waiting, whatever their order: who decides about all of it saw this. */
    public static String digestOf(List<PinChoice> choices) {
        List<String> each = choices.stream()
                .map(choice -> Json.ofStrings(List.of(choice.kind().name(), choice.name(), choice.digest()))
                        .toString())
                .sorted()
                .toList();
        return Sha256.hex(Json.ofStrings(each).bytes());
    }
}
