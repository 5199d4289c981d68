package dev.gatehouse.audit.event;

import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.policy.Target;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** The part that says who asked for what, where: its members stand directly in the event. */
final class SubjectJson {
    /** Groups or scopes of one principal beyond this many are not kept. */
    private static final int CLAIMS_MAX = 128;

    private SubjectJson() {}

    static void write(EventObject out, CallSubject subject) {
        out.own("call", subject.call().value())
                .put("round", subject.round())
                .put("method", subject.method())
                .put("requested", subject.requested());
        subject.target().ifPresent(target -> out.put("target", inside -> target(inside, target)));
        out.put("server", subject.server().value());
        subject.bundle().ifPresent(bundle -> out.put("bundle", bundle.value()));
        out.put("principal", inside -> principal(inside, subject.principal()))
                .putIf("owner", subject.owner())
                .put("protocol", subject.version().wireName());
        subject.client()
                .ifPresent(client -> out.put("clientName", client.name()).put("clientVersion", client.version()));
        out.putIf("session", subject.session());
        out.putIf("traceParent", subject.traceParent()).put("peer", subject.peer());
    }

    private static void target(EventObject out, Target target) {
        out.own("kind", EventType.label(target.kind()))
                .put("name", target.publicName())
                .put("upstream", target.upstream().value())
                .put("upstreamName", target.upstreamName());
    }

    private static void principal(EventObject out, Principal principal) {
        out.own("kind", EventType.label(principal.kind()))
                .put("issuer", principal.issuer())
                .put("subject", principal.subject())
                .putIf("name", principal.name())
                .put("clientId", principal.clientId())
                .putIf("bundle", principal.bundle().map(BundleName::value))
                .putIf("grant", principal.grant());
        claims(out, "groups", principal.groups());
        claims(out, "scopes", principal.scopes());
        out.put("expiresAt", EpochNanos.of(principal.expiresAt()));
    }

    private static void claims(EventObject out, String name, Collection<String> values) {
        if (values.isEmpty()) {
            return;
        }
        String[] sorted = values.toArray(String[]::new);
        Arrays.sort(sorted);
        List<String> kept = Arrays.asList(sorted);
        out.put(name, sorted.length <= CLAIMS_MAX ? kept : kept.subList(0, CLAIMS_MAX));
    }
}
