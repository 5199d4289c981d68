package dev.gatehouse.audit.event;

import static dev.gatehouse.audit.event.EventWriter.cut;

import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.policy.Target;
import java.util.Arrays;
import java.util.Collection;

/** The part that says who asked for what, where: its members stand directly in the event. */
final class SubjectJson {
    /** Groups or scopes of one principal beyond this many are not kept. */
    private static final int CLAIMS_MAX = 128;

    private SubjectJson() {}

    static void write(ObjectWriter out, CallSubject subject) {
        out.put("call", subject.call().value())
                .put("round", subject.round())
                .put("method", subject.method())
                .put("requested", cut(subject.requested()));
        subject.target().ifPresent(target -> out.put("target", target(target)));
        out.put("server", subject.server().value());
        subject.bundle().ifPresent(bundle -> out.put("bundle", bundle.value()));
        out.put("principal", principal(subject.principal()))
                .putIf("owner", subject.owner().map(EventWriter::cut))
                .put("protocol", subject.version().wireName());
        subject.client()
                .ifPresent(client -> out.put("clientName", client.name()).put("clientVersion", client.version()));
        out.putIf("session", subject.session());
        out.putIf("traceParent", subject.traceParent().map(EventWriter::cut)).put("peer", cut(subject.peer()));
    }

    private static Json target(Target target) {
        return Json.object()
                .put("kind", EventType.label(target.kind()))
                .put("name", cut(target.publicName()))
                .put("upstream", target.upstream().value())
                .put("upstreamName", cut(target.upstreamName()))
                .build();
    }

    private static Json principal(Principal principal) {
        ObjectWriter out = Json.object()
                .put("kind", EventType.label(principal.kind()))
                .put("issuer", cut(principal.issuer()))
                .put("subject", cut(principal.subject()))
                .putIf("name", principal.name().map(EventWriter::cut))
                .put("clientId", cut(principal.clientId()))
                .putIf("bundle", principal.bundle().map(BundleName::value))
                .putIf("grant", principal.grant());
        claims(out, "groups", principal.groups());
        claims(out, "scopes", principal.scopes());
        return out.put("expiresAt", EpochNanos.of(principal.expiresAt())).build();
    }

    private static void claims(ObjectWriter out, String name, Collection<String> values) {
        if (values.isEmpty()) {
            return;
        }
        String[] sorted = values.toArray(String[]::new);
        Arrays.sort(sorted);
        ArrayWriter array = Json.array();
        for (int i = 0; i < Math.min(sorted.length, CLAIMS_MAX); i++) {
            array.add(cut(sorted[i]));
        }
        out.put(name, array.build());
    }
}
