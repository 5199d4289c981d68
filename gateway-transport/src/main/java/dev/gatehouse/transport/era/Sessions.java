package dev.gatehouse.transport.era;

import dev.gatehouse.core.call.Admission;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.identity.Sealer;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;

/** Opens, finds and ends legacy sessions. Holds no table of them: only those ended early are remembered. */
final class Sessions {
    static final Duration LIFETIME = Duration.ofHours(8);

    private static final String PURPOSE = "mcp-session";
    private static final int ID_BYTES = 16;
    private static final HexFormat HEX = HexFormat.of();

    private final Sealer sealer;
    private final Clocks clocks;
    private final Tombstones ended = new Tombstones();
    private final SecureRandom random = new SecureRandom();

    Sessions(Sealer sealer, Clocks clocks) {
        this.sealer = sealer;
        this.clocks = clocks;
    }

    Session open(Admission.Admitted admitted, Handshake.Agreed agreed) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return new Session(
                HEX.formatHex(id),
                admitted.principal(),
                admitted.server().name().value(),
                agreed.version(),
                agreed.capabilities(),
                agreed.client(),
                clocks.now().plus(LIFETIME).truncatedTo(ChronoUnit.SECONDS));
    }

    /** The value of {@code Mcp-Session-Id}. */
    String sealed(Session session) {
        return sealer.seal(PURPOSE, session.toJson().bytes());
    }

    /** Empty for what is garbage, expired, ended, or another principal's or virtual server's: all answer alike. */
    Optional<Session> find(String sealed, Admission.Admitted admitted) {
        return sealer.open(PURPOSE, sealed)
                .flatMap(plain -> read(plain, admitted.principal()))
                .filter(session ->
                        session.server().equals(admitted.server().name().value()))
                .filter(session -> clocks.now().isBefore(session.expiresAt()))
                .filter(session -> !ended.contains(session.id()));
    }

    void end(Session session) {
        ended.add(session.id(), session.expiresAt(), clocks.now());
    }

    private static Optional<Session> read(byte[] plain, Principal principal) {
        try {
            return Session.of(Json.read(plain), principal);
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }
}
