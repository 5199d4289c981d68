package dev.gatehouse.auth.grant;

import dev.gatehouse.auth.bearer.Revocation;
import dev.gatehouse.auth.bearer.Revocations;
import dev.gatehouse.auth.people.PersonId;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.Sealer;
import dev.gatehouse.core.trust.TokenLifetimes;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Codes and refresh tokens. Each counts once, whichever gateway it comes to; one that comes again takes everything with it
 * that rests on it. All of it works inside the caller's transaction, so that nothing is spent when its use cannot be recorded.
 */
public final class CodeGrants {
    public static final Duration CODE_LIFETIME = Duration.ofSeconds(60);

    /** For so long the refresh token that was just replaced gets the same successor: the answer may have been lost. */
    public static final Duration GRACE = Duration.ofSeconds(10);

    /** Grants of one consent at a time; the oldest ones give way. */
    static final int GRANTS_PER_CONSENT_MAX = 50;

    /** One that is of no use any more is kept that long, so that what comes late is still told from what never was. */
    private static final Duration KEPT = Duration.ofHours(2);

    private static final String CODE_PREFIX = "ghc_";
    private static final String SUCCESSOR = "code_grant.successor";

    private final Sealer sealer;
    private final Revocations revocations;
    private final Clocks clocks;

    public CodeGrants(Sealer sealer, Revocations revocations, Clocks clocks) {
        this.sealer = sealer;
        this.revocations = revocations;
        this.clocks = clocks;
    }

    /** @param revoked older grants of the same consent that gave way; to be applied after the commit */
    public record Issued(String code, List<Revocation> revoked) {
        @Override
        public String toString() {
            return "Issued[code]";
        }
    }

    /** A code for what a person agreed to; empty when this very agreement has had one. */
    public Optional<Issued> issue(Connection connection, Agreement agreement, String challenge) throws SQLException {
        String code = Token256.random(CODE_PREFIX);
        Instant until = agreement.createdAt().plus(CODE_LIFETIME);
        return CodeGrantTable.insert(connection, agreement, Token256.sha256(code), challenge, until)
                ? Optional.of(new Issued(code, revokeBeyond(connection, agreement.consent(), GRANTS_PER_CONSENT_MAX)))
                : Optional.empty();
    }

    /** The code's one use. A second one, or one by somebody who cannot have asked for it, ends the grant. */
    public Redeemed redeem(Connection connection, CodeRedemption redemption, TokenLifetimes lifetimes)
            throws SQLException {
        Instant now = clocks.now();
        byte[] sha256 = Token256.sha256(redemption.code());
        Optional<Agreement> agreement = CodeGrantTable.redeem(connection, redemption, sha256, now);
        if (agreement.isEmpty()) {
            return misused(connection, CodeGrantTable.findByCode(connection, sha256), "code");
        }
        if (!agreement.get().scopes().contains(Agreement.OFFLINE_ACCESS)) {
            return new Redeemed.Good(agreement.get(), Optional.empty());
        }
        RefreshToken first = RefreshToken.first();
        CodeGrantTable.setRefresh(connection, agreement.get().id(), first, now.plus(lifetimes.refreshIdle()));
        return new Redeemed.Good(agreement.get(), Optional.of(first.text()));
    }

    /** A successor for a refresh token; the same one for everybody who asks within {@link #GRACE}. */
    public Redeemed refresh(Connection connection, String token, String clientId, TokenLifetimes lifetimes)
            throws SQLException {
        Optional<RefreshToken> presented = RefreshToken.parse(token);
        if (presented.isEmpty()) {
            return new Redeemed.Refused("not a refresh token", Optional.empty());
        }
        Instant now = clocks.now();
        RefreshToken next = presented.get().next();
        String successor = sealer.seal(SUCCESSOR, next.text().getBytes(StandardCharsets.UTF_8));
        var rotation = new CodeGrantTable.Rotation(
                presented.get(), clientId, next, successor, now.plus(lifetimes.refreshIdle()));
        Optional<Agreement> agreement = CodeGrantTable.rotate(connection, rotation, now);
        return agreement.isPresent()
                ? new Redeemed.Good(agreement.get(), Optional.of(next.text()))
                : late(connection, presented.get(), clientId, now);
    }

    private Redeemed late(Connection connection, RefreshToken presented, String clientId, Instant now)
            throws SQLException {
        Optional<CodeGrantTable.Row> row = CodeGrantTable.findBySelector(connection, presented.selector());
        Optional<String> successor = row.filter(grant -> grant.isLive(now)
                        && grant.agreement().clientId().equals(clientId)
                        && grant.isInGrace(presented, now.minus(GRACE)))
                .flatMap(CodeGrantTable.Row::successor)
                .flatMap(text -> sealer.open(SUCCESSOR, text))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        return successor.isPresent()
                ? new Redeemed.Good(row.orElseThrow().agreement(), successor)
                : misused(connection, row.filter(grant -> !grant.isOver(presented, now)), "refresh token");
    }

    /** Somebody has what only one should have: whoever of the two is honest has to ask the person again. */
    private Redeemed misused(Connection connection, Optional<CodeGrantTable.Row> row, String what) throws SQLException {
        if (row.isEmpty()) {
            return new Redeemed.Refused(what + " is unknown or over", Optional.empty());
        }
        UUID id = row.get().agreement().id();
        return new Redeemed.Refused(
                what + " was used again, or by somebody else; grant " + id + " is revoked",
                Optional.of(revoke(connection, id)));
    }

    /** The grant that a refresh token belongs to, whether or not it is the newest one; only for its own client. */
    public Optional<Agreement> ofRefreshToken(Connection connection, String token, String clientId)
            throws SQLException {
        Optional<RefreshToken> presented = RefreshToken.parse(token);
        return presented.isEmpty()
                ? Optional.empty()
                : CodeGrantTable.findBySelector(connection, presented.get().selector())
                        .filter(row -> row.isLive(clocks.now()) && row.isKnown(presented.get()))
                        .map(CodeGrantTable.Row::agreement)
                        .filter(agreement -> agreement.clientId().equals(clientId));
    }

    /** Ends a grant; the revocation is to be applied after the commit. */
    public Revocation revoke(Connection connection, UUID id) throws SQLException {
        CodeGrantTable.markRevoked(connection, id, clocks.now());
        return revocations.revoke(connection, id.toString());
    }

    /** Ends everything that rests on a consent; the revocations are to be applied after the commit. */
    public List<Revocation> revokeAll(Connection connection, UUID consent) throws SQLException {
        return revokeBeyond(connection, consent, 0);
    }

    /** What still rests on what this person agreed to. */
    public static List<UUID> liveOf(Connection connection, PersonId person) throws SQLException {
        return CodeGrantTable.liveOf(connection, person);
    }

    /** What this client still has of anybody. */
    public static List<UUID> liveOf(Connection connection, String clientId) throws SQLException {
        return CodeGrantTable.liveOf(connection, clientId);
    }

    /** Ends everything that rests on what this person agreed to; the revocations are to be applied after the commit. */
    public List<Revocation> revokeOf(Connection connection, PersonId person) throws SQLException {
        return revokeEach(connection, CodeGrantTable.liveOf(connection, person));
    }

    /** Ends everything that was given to this client; the revocations are to be applied after the commit. */
    public List<Revocation> revokeOf(Connection connection, String clientId) throws SQLException {
        return revokeEach(connection, CodeGrantTable.liveOf(connection, clientId));
    }

    private List<Revocation> revokeBeyond(Connection connection, UUID consent, int newest) throws SQLException {
        return revokeEach(connection, CodeGrantTable.beyond(connection, consent, newest));
    }

    private List<Revocation> revokeEach(Connection connection, List<UUID> grants) throws SQLException {
        List<Revocation> revoked = new ArrayList<>();
        for (UUID grant : grants) {
            revoked.add(revoke(connection, grant));
        }
        return revoked;
    }

    /** Removes what is of no use any more, a bounded number of rows at a time. */
    public void sweep(Connection connection) throws SQLException {
        Instant now = clocks.now();
        CodeGrantTable.sweep(connection, now, now.minus(KEPT));
    }
}
