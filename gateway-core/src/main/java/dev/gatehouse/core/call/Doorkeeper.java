package dev.gatehouse.core.call;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.Authenticator;
import dev.gatehouse.core.identity.Challenge;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.identity.Standing;
import dev.gatehouse.core.mcp.Names;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.revision.VirtualServer;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Address and authenticate: finds the virtual server and proves who knocks. One road: a token that fails is a 401 even
 * where anonymous callers are welcome, and an unknown server is told only to those who could not learn from it.
 */
public final class Doorkeeper {
    private final Authenticator authenticator;
    private final Standing standing;
    private final Supplier<KillSwitches> switches;
    private final Rejections rejections;
    private final Clocks clocks;

    /** @param switches those thrown now; they keep nobody from coming in, only from staying without a call */
    public Doorkeeper(
            Authenticator authenticator,
            Standing standing,
            Supplier<KillSwitches> switches,
            Rejections rejections,
            Clocks clocks) {
        this.authenticator = authenticator;
        this.standing = standing;
        this.switches = switches;
        this.rejections = rejections;
        this.clocks = clocks;
    }

    /** @param serverName the path segment as received */
    public Admission admit(Revision revision, String serverName, Optional<AccessToken> token, String peer) {
        Optional<VirtualServer> server = find(revision, serverName);
        Optional<ServerName> name = server.map(VirtualServer::name);
        if (token.isEmpty()) {
            return server.filter(known -> revision.admitsAnonymous(known.name()))
                    .<Admission>map(known -> new Admission.Admitted(revision, known, Principal.ANONYMOUS, peer))
                    .orElseGet(() -> new Admission.TurnedAway(Challenge.missing()));
        }
        Set<String> audiences = server.map(VirtualServer::audiences).orElse(Set.of());
        return switch (authenticate(token.get(), audiences)) {
            case Authentication.Rejected rejected -> {
                reject(name, rejected.challenge(), peer);
                yield new Admission.TurnedAway(rejected.challenge());
            }
            case Authentication.Authenticated known -> {
                name.filter(_ -> known.anew()).ifPresent(found -> accept(found, known.principal(), peer));
                yield server.<Admission>map(found -> new Admission.Admitted(revision, found, known.principal(), peer))
                        .orElseGet(Admission.NoSuchServer::new);
            }
        };
    }

    /**
     * Lets somebody in again who was let in before and left something to be done.
     *
     * @param principal as they are now
     * @param peer what the trail says of where the request comes from
     * @return empty when they may not stay either
     */
    public Optional<Admission.Admitted> readmit(
            Revision revision, Principal principal, ServerName server, String peer) {
        return Optional.ofNullable(revision.servers().get(server))
                .filter(_ -> mayStay(revision, principal, server))
                .map(known -> new Admission.Admitted(revision, known, principal, peer));
    }

    /** Whether somebody who was let in before may go on waiting there for what they began. */
    public boolean mayStay(Revision revision, Principal principal, ServerName server) {
        return revision.servers().containsKey(server)
                && revision.governing(principal, server)
                        .filter(bundle -> switches.get()
                                .stopping(principal, bundle.name())
                                .isEmpty())
                        .isPresent()
                && isLive(principal);
    }

    private boolean isLive(Principal principal) {
        try {
            return standing.isLive(principal);
        } catch (RuntimeException e) {
            return false;
        }
    }

    private Authentication authenticate(AccessToken token, Set<String> audiences) {
        try {
            return authenticator.authenticate(token, audiences);
        } catch (RuntimeException e) {
            String reason = "authenticator failed (" + e.getClass().getSimpleName() + ")";
            return new Authentication.Rejected(new Challenge(Challenge.Kind.UNAVAILABLE, reason));
        }
    }

    private void accept(ServerName server, Principal principal, String peer) {
        rejections.accepted(new AuditEvent.TokenAccepted(
                clocks.now(),
                server,
                principal.issuer(),
                principal.subject(),
                principal.clientId(),
                principal.grant(),
                principal.expiresAt(),
                peer));
    }

    private void reject(Optional<ServerName> server, Challenge challenge, String peer) {
        rejections.record(new AuditEvent.CallRejected(clocks.now(), server, peer, challenge.reason(), 1));
    }

    private static Optional<VirtualServer> find(Revision revision, String serverName) {
        return Names.isSlug(serverName)
                ? Optional.ofNullable(revision.servers().get(new ServerName(serverName)))
                : Optional.empty();
    }
}
