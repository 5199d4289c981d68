package dev.gatehouse.core.audit;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Target;
import java.util.Optional;

/**
 * Who asked for what, where: the part that every event of one call repeats.
 *
 * @param requested the name the client used, also when it is unknown
 * @param target what that name resolved to; empty when unknown or hidden
 * @param bundle the governing bundle; empty when none grants this virtual server
 * @param session the id of the legacy session it was said in
 * @param peer the client's address
 */
public record CallSubject(
        CallId call,
        int round,
        String method,
        String requested,
        Optional<Target> target,
        ServerName server,
        Optional<BundleName> bundle,
        Principal principal,
        Optional<String> owner,
        ProtocolVersion version,
        Optional<Implementation> client,
        Optional<String> session,
        Optional<String> traceParent,
        String peer) {

    /** The same call in another round. */
    public CallSubject inRound(int other) {
        return new CallSubject(
                call,
                other,
                method,
                requested,
                target,
                server,
                bundle,
                principal,
                owner,
                version,
                client,
                session,
                traceParent,
                peer);
    }
}
